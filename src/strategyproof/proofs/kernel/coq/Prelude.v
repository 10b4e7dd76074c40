(* The words over the real numbers, and what is true of the ranked values. Written once, for every mechanism and law. *)
Require Export Vocabulary Reals Lra Psatz.
Require Import Permutation.
Open Scope R_scope.

Definition vector := nat -> R.
Definition gtb (a b : R) : bool := if Rlt_dec b a then true else false.
Definition geb (a b : R) : bool := if Rle_dec b a then true else false.
Definition eqb (a b : R) : bool := if Req_EM_T a b then true else false.
Infix ">?" := gtb (at level 70) : R_scope.
Infix ">=?" := geb (at level 70) : R_scope.
Infix "=?" := eqb (at level 70) : R_scope.
Definition highest := Vocabulary.highest R 0 geb.
Definition highest_of_others := Vocabulary.highest_of_others R 0 geb.
Definition alone := Vocabulary.alone R 0.
Definition at_least_zero (n : nat) (bids : vector) : Prop := forall k, (k < n)%nat -> 0 <= bids k.

Notation insert := (insert R geb).
Notation ranked := (ranked R geb).
Notation others i := (fun k => negb (Nat.eqb k i)).

Lemma geb_true a b : geb a b = true <-> b <= a.
Proof. unfold geb. destruct (Rle_dec b a); split; auto; discriminate. Qed.
Lemma geb_false a b : geb a b = false <-> a < b.
Proof. unfold geb. destruct (Rle_dec b a); split; auto; try discriminate; lra. Qed.
Ltac compared a b := let E := fresh in destruct (geb a b) eqn:E; first [apply geb_true in E | apply geb_false in E].

(* --- what a ranked list is: its first entry, and counts *)

Fixpoint descending (l : list R) : Prop :=
  match l with [] => True | x :: rest => (forall y, In y rest -> y <= x) /\ descending rest end.
Lemma in_insert x y l : In y (insert x l) <-> y = x \/ In y l.
Proof.
  induction l as [|z l IH]; simpl; [intuition congruence|]. compared z x; simpl; [rewrite IH|]; intuition congruence.
Qed.
Lemma insert_descending x l : descending l -> descending (insert x l).
Proof.
  induction l as [|y l IH]; simpl; [intuition|]. intros [B D]. compared y x; simpl; split; auto.
  - intros z I. apply in_insert in I as [->|I]; auto.
  - intros z [->|I]; [lra|]. apply B in I. lra.
Qed.
Lemma ranked_descending keep f n : descending (ranked keep f n).
Proof. induction n; simpl; auto. destruct (keep n); auto using insert_descending. Qed.
Lemma in_ranked keep f n x : In x (ranked keep f n) <-> exists k, (k < n)%nat /\ keep k = true /\ f k = x.
Proof.
  induction n as [|n IH]; simpl; [split; [tauto|intros [k [? _]]; lia]|].
  destruct (keep n) eqn:K; [rewrite in_insert|]; rewrite IH; split.
  - intros [->|[k [? ?]]]; [exists n|exists k]; auto.
  - intros [k [L [Kk E]]]. destruct (Nat.eq_dec k n); [subst; auto|right; exists k; repeat split; auto; lia].
  - intros [k [? ?]]. exists k; auto.
  - intros [k [L [Kk E]]]. exists k. repeat split; auto. destruct (Nat.eq_dec k n); [congruence|lia].
Qed.

(* How many entries are above c. *)
Fixpoint above (c : R) (l : list R) : nat :=
  match l with [] => O | x :: rest => if gtb x c then S (above c rest) else above c rest end.
Lemma above_insert c x l : above c (insert x l) = above c (x :: l).
Proof.
  induction l as [|y l IH]; simpl; [auto|]. compared y x; [|auto]. simpl. rewrite IH. simpl.
  destruct (y >? c), (x >? c); auto.
Qed.
Lemma above_none c l : (forall y, In y l -> y <= c) -> above c l = O.
Proof.
  induction l as [|y l IH]; simpl; [auto|]. intros B. rewrite IH by auto. unfold gtb.
  destruct (Rlt_dec c y); auto. specialize (B y (or_introl eq_refl)). lra.
Qed.
Lemma nth_above c l r : descending l -> 0 <= c -> (c < nth r l 0 <-> (r < above c l)%nat).
Proof.
  revert r. induction l as [|x l IH]; intros r D C; simpl.
  - destruct r; simpl; split; intros; try lia; lra.
  - destruct D as [B D]. unfold gtb. destruct (Rlt_dec c x) as [L|L].
    + destruct r; simpl; [split; intros; [lia|auto]|]. rewrite IH by auto. lia.
    + rewrite above_none by (intros y I; apply B in I; lra). destruct r; simpl; [split; intros; try lia; lra|].
      rewrite IH by auto. rewrite above_none by (intros y I; apply B in I; lra). lia.
Qed.

(* More rivals, none lower: no rank falls. *)
Fixpoint amount (w : nat -> bool) (n : nat) : nat :=
  match n with O => O | S m => if w m then S (amount w m) else amount w m end.
Lemma above_ranked c keep f n : above c (ranked keep f n) = amount (fun k => keep k && gtb (f k) c) n.
Proof.
  induction n; simpl; [auto|]. destruct (keep n); simpl; auto. rewrite above_insert. simpl. rewrite IHn. reflexivity.
Qed.
Lemma amount_grows w v n m : (n <= m)%nat -> (forall k, (k < n)%nat -> w k = true -> v k = true) ->
  (amount w n <= amount v m)%nat.
Proof.
  intros L H. induction L as [|m L IH].
  - induction n; simpl; auto. specialize (IHn (fun k l => H k (Nat.lt_lt_succ_r _ _ l))).
    destruct (w n) eqn:W; [rewrite (H n) by auto; lia|destruct (v n); lia].
  - simpl. destruct (v m); lia.
Qed.
Lemma nth_positive keep f n r : (forall k, (k < n)%nat -> keep k = true -> 0 <= f k) -> 0 <= nth r (ranked keep f n) 0.
Proof.
  intros P. destruct (nth_in_or_default r (ranked keep f n) 0) as [I|E]; [|rewrite E; lra].
  apply in_ranked in I as [k [L [K E]]]. rewrite <- E. auto.
Qed.
Lemma nth_grows keep keep' f g n m r : (n <= m)%nat ->
  (forall k, (k < n)%nat -> keep k = true -> keep' k = true /\ f k <= g k) ->
  (forall k, (k < m)%nat -> keep' k = true -> 0 <= g k) ->
  nth r (ranked keep f n) 0 <= nth r (ranked keep' g m) 0.
Proof.
  intros L H P. set (c := nth r (ranked keep' g m) 0). assert (C : 0 <= c) by (apply nth_positive; auto).
  apply Rnot_lt_le. intros N. apply nth_above in N; auto using ranked_descending. rewrite above_ranked in N.
  assert (A : (amount (fun k => keep k && gtb (f k) c) n <= amount (fun k => keep' k && gtb (g k) c) m)%nat).
  { apply amount_grows; auto. intros k Lk W. apply andb_prop in W as [W G]. destruct (H k Lk W) as [K' E]. rewrite K'.
    simpl. unfold gtb in *. destruct (Rlt_dec c (f k)), (Rlt_dec c (g k)); auto; lra. }
  rewrite <- above_ranked with (f := g) (keep := keep') in A.
  assert (M : (r < above c (ranked keep' g m))%nat) by lia. apply nth_above in M; auto using ranked_descending.
  unfold c in M. lra.
Qed.

(* The order in which the values are listed does not matter. *)
Lemma insert_permutes x l : Permutation (insert x l) (x :: l).
Proof. induction l as [|y l IH]; simpl; auto. compared y x; auto. rewrite IH. apply perm_swap. Qed.
Lemma ranked_permutes keep f n : Permutation (ranked keep f n) (map f (filter keep (seq 0 n))).
Proof.
  induction n; auto. rewrite seq_S, filter_app, map_app. simpl. destruct (keep n); simpl; [|rewrite app_nil_r; auto].
  rewrite insert_permutes. rewrite IHn. apply Permutation_cons_append.
Qed.
Lemma descending_unique l l' : descending l -> descending l' -> Permutation l l' -> l = l'.
Proof.
  revert l'. induction l as [|x l IH]; intros l' D D' P.
  - apply Permutation_nil in P. auto.
  - destruct l' as [|y l']; [apply Permutation_sym, Permutation_nil in P; discriminate|].
    destruct D as [B D], D' as [B' D'].
    assert (E : x = y).
    { assert (I : In x (y :: l')) by (apply (Permutation_in _ P); simpl; auto).
      assert (I' : In y (x :: l)) by (apply (Permutation_in _ (Permutation_sym P)); simpl; auto).
      destruct I as [|I], I' as [|I']; auto. apply B' in I. apply B in I'. lra. }
    subst. f_equal. apply IH; auto. apply Permutation_cons_inv in P. auto.
Qed.
Lemma ranked_is keep f n l : descending l -> Permutation l (map f (filter keep (seq 0 n))) -> ranked keep f n = l.
Proof.
  intros D P. apply descending_unique; auto using ranked_descending. rewrite ranked_permutes. symmetry. auto.
Qed.
Lemma ranked_scaled keep f n c : 0 < c -> ranked keep (fun k => c * f k) n = map (Rmult c) (ranked keep f n).
Proof.
  intros C. induction n; simpl; auto. destruct (keep n); auto. rewrite IHn.
  generalize (ranked keep f n) (f n). intros l x. induction l as [|y l IH]; simpl; auto.
  assert (E : geb (c * y) (c * x) = geb y x).
  { unfold geb. destruct (Rle_dec (c * x) (c * y)), (Rle_dec x y); auto; exfalso; nra. }
  rewrite E. destruct (geb y x); simpl; congruence.
Qed.

Lemma map_NoDup (s : nat -> nat) l : (forall x y, In x l -> In y l -> s x = s y -> x = y) -> NoDup l -> NoDup (map s l).
Proof.
  intros J D. induction D as [|x l N D IH]; simpl; constructor.
  - intros I. apply in_map_iff in I as [y [E Iy]]. apply J in E; simpl; auto. subst. auto.
  - apply IH. intros; apply J; simpl; auto.
Qed.
(* A bijection of the positions below n that takes the kept ones to the kept ones. *)
Lemma ranked_moved keep keep' f g n (s : nat -> nat) :
  (forall k, (k < n)%nat -> (s k < n)%nat) -> (forall k, (k < n)%nat -> s (s k) = k) ->
  (forall k, (k < n)%nat -> keep' (s k) = keep k) -> (forall k, (k < n)%nat -> g (s k) = f k) ->
  ranked keep f n = ranked keep' g n.
Proof.
  intros B I K E. symmetry. apply ranked_is; [apply ranked_descending|]. rewrite ranked_permutes.
  assert (M : map f (filter keep (seq 0 n)) = map g (map s (filter keep (seq 0 n)))).
  { rewrite map_map. apply map_ext_in. intros k Hk. apply filter_In in Hk as [Hk _]. apply in_seq in Hk.
    rewrite E; auto. lia. }
  rewrite M. apply Permutation_map, NoDup_Permutation.
  - apply map_NoDup.
    + intros x y Hx Hy Q. apply filter_In in Hx as [Hx _], Hy as [Hy _]. apply in_seq in Hx, Hy.
      rewrite <- (I x), <- (I y), Q by lia. auto.
    + apply NoDup_filter, seq_NoDup.
  - apply NoDup_filter, seq_NoDup.
  - intros x. rewrite in_map_iff. setoid_rewrite filter_In. setoid_rewrite in_seq. split.
    + intros [y [<- [Hy Ky]]]. split; [specialize (B y); lia|]. rewrite K; auto. lia.
    + intros [Hx Kx]. exists (s x). rewrite I by lia. specialize (B x). repeat split; try lia.
      rewrite <- K by lia. rewrite I; auto. lia.
Qed.
