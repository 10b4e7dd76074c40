(* Theorem 2 of the specification: whoever satisfies these laws is MSB. It speaks of any rule whatever, by what the
   laws' own predicates say of it (Laws.v). *)
Require Import Laws.

Section AnyRule.
Variable wins : nat -> vector -> nat -> bool.
Variable pays : nat -> vector -> nat -> R.

(* A rule is a function of the bids of the n bidders of its market, and of nothing else. *)
Definition reads_only_bids := forall n f g i, (forall k, (k < n)%nat -> f k = g k) -> (i < n)%nat ->
  wins n f i = wins n g i /\ pays n f i = pays n g i.

(* MSB with a price scaling factor, up to a bid that is just the price, where some rival bids more than 0. *)
Definition is_msb (rho : R) := forall n bids i, (2 <= n)%nat -> at_least_zero n bids -> (i < n)%nat ->
  0 < max_of_others n bids i ->
  let price := rho * max_of_others n bids i in
  (price < bids i -> wins n bids i = true) /\
  (wins n bids i = true -> price <= bids i /\ pays n bids i = price) /\
  (wins n bids i = false -> pays n bids i = 0).
(* The same with rho infinite. *)
Definition never_sells := forall n bids i, (2 <= n)%nat -> at_least_zero n bids -> (i < n)%nat ->
  0 < max_of_others n bids i -> wins n bids i = false /\ pays n bids i = 0.

Hypothesis only_bids : reads_only_bids.
Hypothesis fair : anonymous wins pays.
Hypothesis losers : losers_pay_nothing wins pays.
Hypothesis truthful : strategy_proof wins pays.
Hypothesis one : single_winner wins pays.
Hypothesis free : adverse_selection_free wins pays.
Hypothesis irrelevant : loser_irrelevance wins pays.

(* --- a market of any size is decided as the duel with its highest rival *)

Lemma fair_to a b n f k : (a < n)%nat -> (b < n)%nat -> (k < n)%nat -> at_least_zero n f ->
  wins n f (exchange a b k) = wins n (swapped f a b) k /\ pays n f (exchange a b k) = pays n (swapped f a b) k.
Proof.
  intros La Lb Lk P. destruct (Nat.eq_dec b a) as [->|N].
  - assert (E : forall x, exchange a a x = x) by (intros x; unfold exchange; destruct (Nat.eqb_spec x a); congruence).
    rewrite E. apply only_bids; auto. intros x _. rewrite swapped_is, E. reflexivity.
  - assert (A := fair n f a b k ltac:(lia) P La Lb N Lk). cbv zeta in A. apply andb_prop in A as [W Q].
    rewrite swapped_is in W. rewrite swapped_is in Q. split; [apply Bool.eqb_prop, W|].
    unfold eqb in Q. destruct (Req_EM_T (pays n f (exchange a b k)) (pays n (swapped f a b) k)); congruence.
Qed.
Lemma swapped_at_least_zero n f a b : (a < n)%nat -> (b < n)%nat ->
  at_least_zero n f -> at_least_zero n (swapped f a b).
Proof. intros La Lb P k Lk. rewrite swapped_is. apply P. apply exchange_facts; auto. Qed.

Lemma pair_at_least_zero d s : 0 <= d -> 0 <= s -> at_least_zero 2 (pair d s).
Proof. intros D S [|[|k]] L; simpl; auto; lia. Qed.

Lemma duel : consistent wins pays.
Proof.
  intros n bids i Hn P Li. cbv zeta. set (M := max_of_others n bids i).
  assert (H : wins n bids i = wins 2%nat (pair (bids i) M) 0%nat /\ pays n bids i = pays 2%nat (pair (bids i) M) 0%nat).
  2: { destruct H as [-> ->]. rewrite Bool.eqb_reflx. unfold eqb.
       destruct (Req_EM_T _ _) as [|N]; [reflexivity|exfalso; apply N; reflexivity]. }
  destruct (max_of_others_spec n bids i) as [Above [[j [Lj [Nj E]]]|[Nobody _]]].
  2: { exfalso. assert (0 = i)%nat by (apply Nobody; lia). assert (1 = i)%nat by (apply Nobody; lia). lia. }
  fold M in Above, E.
  set (j' := exchange 0 i j). set (f := swapped bids 0 i). set (g := swapped f 1 j').
  assert (Lj' : (j' < n)%nat) by (apply exchange_facts; auto; lia).
  assert (Z : j' <> 0%nat) by (unfold j', exchange; destruct (Nat.eqb_spec j 0), (Nat.eqb_spec j i); lia).
  assert (Pf : at_least_zero n f) by (apply swapped_at_least_zero; auto; lia).
  assert (Pg : at_least_zero n g) by (apply swapped_at_least_zero; auto; lia).
  assert (A : wins n bids i = wins n f 0%nat /\ pays n bids i = pays n f 0%nat)
    by (apply (fair_to 0 i n bids 0); auto; lia).
  assert (X : exchange 1 j' 0 = 0%nat) by (unfold exchange; destruct (Nat.eqb_spec 0 1), (Nat.eqb_spec 0 j'); lia).
  assert (B : wins n f 0%nat = wins n g 0%nat /\ pays n f 0%nat = pays n g 0%nat).
  { rewrite <- X at 1 3. apply fair_to; auto; lia. }
  assert (G0 : g 0%nat = bids i) by (unfold g; rewrite swapped_is, X; reflexivity).
  assert (G1 : g 1%nat = M).
  { unfold g, f. rewrite !swapped_is, E. f_equal. unfold exchange at 2. simpl.
    apply exchange_facts with (n := n); auto; lia. }
  assert (G : forall k, (2 <= k < n)%nat -> g k <= M).
  { intros k Lk. unfold g, f. rewrite !swapped_is. apply Above.
    - apply exchange_facts; auto; try lia. apply exchange_facts; auto; lia.
    - unfold exchange at 2. destruct (Nat.eqb_spec k 1); [lia|]. destruct (Nat.eqb_spec k j') as [->|Nk].
      + unfold exchange. destruct (Nat.eqb_spec 1 0), (Nat.eqb_spec 1 i); lia.
      + unfold exchange. destruct (Nat.eqb_spec k 0), (Nat.eqb_spec k i); lia. }
  assert (C : wins n g 0%nat = wins 2%nat (pair (bids i) M) 0%nat /\
    pays n g 0%nat = pays 2%nat (pair (bids i) M) 0%nat).
  2: { destruct A as [-> ->], B as [-> ->]. exact C. }
  destruct (Nat.eq_dec n 2) as [->|N2].
  - apply only_bids; auto; try lia. intros [|[|k]] L; simpl; auto; lia.
  - assert (Pp : at_least_zero 2 (pair (bids i) M)).
    { apply pair_at_least_zero; [apply P; auto|]. rewrite E. apply P; auto. }
    assert (I := irrelevant 2%nat (pair (bids i) M) 0%nat (n - 2)%nat (fun k => g (k + 2)%nat) ltac:(lia) Pp ltac:(lia)
      ltac:(lia) ltac:(intros k L; apply Pg; lia)). cbv zeta in I. replace (2 + (n - 2))%nat with n in I by lia.
    rewrite max_of_others_pair in I. apply andb_prop in I as [W Q]. apply Bool.eqb_prop in W. unfold eqb in Q.
    destruct (Req_EM_T (pays 2%nat (pair (bids i) M) 0%nat) _) as [Q'|]; [|discriminate]. rewrite W, Q'.
    apply only_bids; [|lia]. intros k Lk. unfold extended. destruct (Nat.ltb_spec k 2).
    + destruct k as [|[|k]]; simpl; auto; lia.
    + replace (k - 2 + 2)%nat with k by lia. unfold geb. destruct (Rle_dec (g k) M) as [|F]; auto.
      exfalso. apply F, G. lia.
Qed.

(* --- duels *)

Notation x d s := (wins 2%nat (pair d s) 0%nat).
Notation p d s := (pays 2%nat (pair d s) 0%nat).

Lemma other d s : 0 <= d -> 0 <= s -> wins 2%nat (pair d s) 1%nat = x s d.
Proof.
  intros D S. destruct (fair_to 0 1 2 (pair d s) 0) as [W _]; auto using pair_at_least_zero.
  unfold exchange in W. simpl in W. rewrite W. apply only_bids; auto. intros [|[|k]] L; auto; lia.
Qed.
Lemma loses_to_equal s : 0 <= s -> x s s = false.
Proof.
  intros S. assert (A := one 2%nat (pair s s) 0%nat 1%nat ltac:(lia) (pair_at_least_zero s s S S) ltac:(lia) ltac:(lia)
    ltac:(lia)). rewrite other in A by auto. destruct (x s s); auto.
Qed.
Lemma loser_pays_nothing d s : 0 <= d -> 0 <= s -> x d s = false -> p d s = 0.
Proof.
  intros D S L. assert (A := losers 2%nat (pair d s) 0%nat ltac:(lia) (pair_at_least_zero d s D S) ltac:(lia)).
  rewrite L in A. unfold either, eqb in A. simpl in A. destruct (Req_EM_T (p d s) 0); auto; discriminate.
Qed.
Lemma no_gain d e s : 0 <= d -> 0 <= e -> 0 <= s ->
  (if x e s then d else 0) - p e s <= (if x d s then d else 0) - p d s.
Proof.
  intros D E S. assert (A := truthful 2%nat (pair d s) 0%nat e ltac:(lia) (pair_at_least_zero d s D S) ltac:(lia) E).
  cbv zeta in A. apply geb_true in A. simpl (pair d s 0%nat) in A.
  destruct (only_bids 2%nat (replaced (pair d s) 0 e) (pair e s) 0%nat) as [W Q];
    [intros [|[|k]] L; auto; lia|lia|]. rewrite W, Q in A. exact A.
Qed.
(* All winning bids pay one price, every bid above it wins, and none below it does. *)
Lemma one_price d e s : 0 <= d -> 0 <= e -> 0 <= s -> x d s = true -> x e s = true -> p d s = p e s.
Proof.
  intros D E S X Y. assert (A := no_gain d e s D E S). assert (B := no_gain e d s E D S). rewrite X, Y in *. lra.
Qed.
Lemma above_wins d e s : 0 <= d -> 0 <= e -> 0 <= s -> x d s = true -> p d s < e -> x e s = true.
Proof.
  intros D E S X L. assert (A := no_gain e d s E D S). rewrite X in A. destruct (x e s) eqn:Y; auto.
  rewrite (loser_pays_nothing e s) in A by auto. lra.
Qed.
Lemma within_bid d s : 0 <= d -> 0 <= s -> x d s = true -> p d s <= d.
Proof.
  intros D S X. assert (A := no_gain d s s D S S). assert (L := loses_to_equal s S).
  rewrite X, L, (loser_pays_nothing s s) in A by auto. lra.
Qed.
(* The price is at least the rival's bid, which is less than the winner's. *)
Lemma above_rival d s : 0 <= d -> 0 <= s -> x d s = true -> s <= p d s.
Proof.
  intros D S X. apply Rnot_lt_le. intros L. assert (A := above_wins d s s D S S X L). rewrite loses_to_equal in A; auto.
  discriminate.
Qed.
Lemma higher_wins d s : 0 <= d -> 0 <= s -> x d s = true -> s < d.
Proof.
  intros D S X. assert (A := within_bid d s D S X). assert (B := above_rival d s D S X).
  destruct (Req_EM_T s d) as [->|N]; [|lra]. rewrite loses_to_equal in X by auto. discriminate.
Qed.
(* Nothing depends on the scale. *)
Lemma scaled_wins d s c : 0 <= d -> 0 <= s -> 0 < c -> x d s = true -> x (c * d) (c * s) = true.
Proof.
  intros D S C X. assert (A := free 2%nat (pair d s) c ltac:(lia) (pair_at_least_zero d s D S) C). cbv zeta in A.
  apply Bool.eqb_prop in A. simpl in A. rewrite X, !orb_true_r in A. simpl in A. apply negb_false_iff in A.
  assert (CD : 0 <= c * d) by nra. assert (CS : 0 <= c * s) by nra.
  assert (E : forall k, (k < 2)%nat -> wins 2%nat (fun k1 => c * pair d s k1) k = wins 2%nat (pair (c * d) (c * s)) k).
  { intros k L. apply only_bids; auto. intros [|[|m]] M; auto; lia. }
  rewrite !E, other in A by (auto; lia). destruct (x (c * s) (c * d)) eqn:Y; [|destruct (x (c * d) (c * s)); auto].
  exfalso. apply higher_wins in Y; auto. apply higher_wins in X; auto. nra.
Qed.
Lemma scaled_price d s c : 0 <= d -> 0 <= s -> 0 < c -> x d s = true -> p (c * d) (c * s) = c * p d s.
Proof.
  intros D S C X. assert (Y := scaled_wins d s c D S C X).
  assert (CD : 0 <= c * d) by nra. assert (CS : 0 <= c * s) by nra.
  assert (P := above_rival d s D S X). assert (Q := above_rival (c * d) (c * s) CD CS Y).
  assert (I : 0 < / c) by (apply Rinv_0_lt_compat; auto). assert (U : / c * c = 1) by (apply Rinv_l; lra).
  destruct (Rtotal_order (p (c * d) (c * s)) (c * p d s)) as [L|[E|L]]; auto; exfalso.
  - set (e := (p (c * d) (c * s) + c * p d s) / 2). assert (E : 0 <= e) by (unfold e; nra).
    assert (W : x e (c * s) = true) by (apply above_wins with (d := c * d); auto; unfold e; lra).
    assert (V := scaled_wins e (c * s) (/ c) E CS I W).
    replace (/ c * (c * s)) with s in V by (rewrite <- Rmult_assoc, U; ring).
    assert (F : 0 <= / c * e) by nra. assert (B := within_bid _ _ F S V).
    rewrite (one_price (/ c * e) d s) in B by auto.
    assert (G : c * p d s <= c * (/ c * e)) by nra. replace (c * (/ c * e)) with e in G by (field; lra).
    unfold e in G. lra.
  - set (e := (p d s + / c * p (c * d) (c * s)) / 2).
    assert (T : p d s < / c * p (c * d) (c * s)).
    { apply Rmult_lt_reg_l with c; auto.
    replace (c * (/ c * p (c * d) (c * s))) with (p (c * d) (c * s)) by (field; lra). lra. }
    assert (E : 0 <= e) by (unfold e; lra).
    assert (W : x e s = true) by (apply above_wins with (d := d); auto; unfold e; lra).
    assert (V := scaled_wins e s c E S C W). assert (CE : 0 <= c * e) by nra. assert (B := within_bid _ _ CE CS V).
    rewrite (one_price (c * e) (c * d) (c * s)) in B by auto.
    assert (G : c * e < c * (/ c * p (c * d) (c * s))) by (apply Rmult_lt_compat_l; auto; unfold e; lra).
    replace (c * (/ c * p (c * d) (c * s))) with (p (c * d) (c * s)) in G by (field; lra). lra.
Qed.

(* --- in a market of any size *)

Theorem converse : (exists rho, 1 <= rho /\ is_msb rho) \/ never_sells.
Proof.
  assert (Big : forall n bids i, (2 <= n)%nat -> at_least_zero n bids -> (i < n)%nat ->
    wins n bids i = x (bids i) (max_of_others n bids i) /\ pays n bids i = p (bids i) (max_of_others n bids i)).
  { intros n bids i Hn P Li. assert (A := duel n bids i Hn P Li). cbv zeta in A. apply andb_prop in A as [W Q]. split.
    - apply Bool.eqb_prop, W.
    - unfold eqb in Q. destruct (Req_EM_T (pays n bids i) _); auto; discriminate. }
  assert (Scale : forall d s, 0 <= d -> 0 < s -> x d s = true -> x (/ s * d) 1 = true).
  { intros d s D S X. assert (A := scaled_wins d s (/ s) D ltac:(lra) (Rinv_0_lt_compat s S) X).
    rewrite Rinv_l in A by lra. exact A. }
  destruct (ClassicalDedekindReals.sig_forall_dec (fun k => x (INR k) 1 = false)) as [[k K]|None].
  { intros k. destruct (x (INR k) 1); [right; discriminate|left; reflexivity]. }
  - left. apply not_false_is_true in K. assert (Pos := pos_INR k). exists (p (INR k) 1).
    split; [apply above_rival; auto; lra|].
    intros n bids i Hn P Li. set (s := max_of_others n bids i). intros S. cbv zeta.
    destruct (Big n bids i Hn P Li) as [-> ->].
    fold s. assert (D := P i Li). set (d := bids i) in *. assert (T : 0 <= s * INR k) by nra.
    assert (W := scaled_wins (INR k) 1 s Pos ltac:(lra) S K). assert (Q := scaled_price (INR k) 1 s Pos ltac:(lra) S K).
    rewrite Rmult_1_r in W, Q. rewrite (Rmult_comm _ s), <- Q. repeat split.
    + intros L. apply above_wins with (d := s * INR k); auto; lra.
    + rewrite (one_price (s * INR k) d s) by (auto; lra). apply within_bid; auto; lra.
    + apply one_price; auto; lra.
    + apply loser_pays_nothing; auto; lra.
  - right. intros n bids i Hn P Li S. destruct (Big n bids i Hn P Li) as [-> ->]. assert (D := P i Li).
    set (s := max_of_others n bids i) in *. set (d := bids i) in *.
    assert (L : x d s = false); [|split; auto; apply loser_pays_nothing; auto; lra].
    destruct (x d s) eqn:X; auto. exfalso. assert (A := Scale d s D S X). assert (I := Rinv_0_lt_compat s S).
    assert (F : 0 <= / s * d) by nra. assert (B := within_bid _ _ F Rle_0_1 A).
    destruct (archimed (/ s * d)) as [K _]. assert (Z : (0 <= up (/ s * d))%Z) by (apply le_IZR; lra).
    set (k := Z.to_nat (up (/ s * d))).
    assert (E : INR k = IZR (up (/ s * d))) by (unfold k; rewrite INR_IZR_INZ, Z2Nat.id; auto).
    assert (Y := above_wins _ (INR k) 1 F (pos_INR k) Rle_0_1 A ltac:(lra)). rewrite None in Y. discriminate.
Qed.
End AnyRule.
Print Assumptions converse.
