(* One tactic for every law of every rule: words are brought down to the bids as they are, then cases and arithmetic. *)
Require Export Words.

(* That something was done, so that it is not done again. *)
Definition done {A B : Type} (a : A) (b : B) := True.
Ltac mark a b := lazymatch goal with _ : done a b |- _ => fail | _ => idtac end; assert (done a b) by exact I.
Ltac forget := repeat match goal with H : done _ _ |- _ => clear H end.

Ltac entries := unfold replaced, alone, Vocabulary.alone, extended, pair in *; cbv beta in *.
Ltac positions :=
  repeat match goal with
  | |- context [Nat.eqb ?a ?a] => rewrite (Nat.eqb_refl a)
  | |- context [Nat.eqb ?a ?b] => destruct (Nat.eqb_spec a b); try subst; try congruence; try lia
  | |- context [Nat.ltb ?a ?b] => destruct (Nat.ltb_spec a b); try congruence; try lia
  end.
Ltac cases :=
  unfold gtb, geb, eqb in *;
  repeat match goal with
  | |- context [if Rlt_dec ?a ?b then _ else _] => destruct (Rlt_dec a b); cbn [negb andb orb Bool.eqb]; try reflexivity
  | |- context [if Rle_dec ?a ?b then _ else _] => destruct (Rle_dec a b); cbn [negb andb orb Bool.eqb]; try reflexivity
  | |- context [if Req_EM_T ?a ?b then _ else _] => destruct (Req_EM_T a b); cbn [negb andb orb Bool.eqb]; try reflexivity
  end.
Ltac cases_in :=
  repeat match goal with
  | H : context [if Rlt_dec ?a ?b then _ else _] |- _ => destruct (Rlt_dec a b); try discriminate H
  | H : context [if Rle_dec ?a ?b then _ else _] |- _ => destruct (Rle_dec a b); try discriminate H
  | H : context [if Req_EM_T ?a ?b then _ else _] |- _ => destruct (Req_EM_T a b); try discriminate H
  end.

(* The bids of a market, and whatever is made of them, are not negative. *)
Ltac not_negative :=
  entries; positions;
  repeat match goal with |- context [match ?k with O => _ | S _ => _ end] => destruct k end;
  cases; try (apply highest_of_others_nonneg; intros; entries; positions);
  repeat match goal with
  | P : forall k, 0 < ?w k |- context [?w ?k] => mark w k; pose proof (P k)
  | P : at_least_zero ?n ?f |- context [?f ?k] => mark f k; assert (0 <= f k) by (apply P; lia)
  end; forget; cases; try lra; try nra.

(* --- words of the ranked values of others *)

(* Two that differ in nothing they look at, or by a scale, are one. *)
Ltac same_entry := intros; entries; positions; try reflexivity; try ring.
Ltac join r n f g i :=
  first [ replace (highest_of_others r n g i) with (highest_of_others r n f i)
            by (apply highest_of_others_same; solve [same_entry])
        | match goal with C : 0 < ?c |- _ => rewrite (highest_of_others_scaled c r n f g i C) by solve [same_entry] end ].
Ltac joined :=
  repeat match goal with
  | |- context [highest_of_others ?r ?n ?f ?i] =>
      match goal with |- context [highest_of_others r n ?g i] => tryif constr_eq f g then fail else join r n f g i end
  end.
Ltac unswap :=
  repeat match goal with
  | |- context [highest_of_others ?r ?n ?g ?k] =>
      match g with context [swapped ?f ?i ?j] =>
        let G := eval pattern (swapped f i j) in g in
        match G with ?F _ => let F' := eval cbv beta in (F f) in
          rewrite (highest_of_others_swapped r n F' g i j k)
            by first [assumption | intros; cbv beta; rewrite ?swapped_is; reflexivity] end end
  | |- context [highest ?r ?n ?g] =>
      match g with context [swapped ?f ?i ?j] =>
        let G := eval pattern (swapped f i j) in g in
        match G with ?F _ => let F' := eval cbv beta in (F f) in
          rewrite (highest_swapped r n F' g i j)
            by first [assumption | intros; cbv beta; rewrite ?swapped_is; reflexivity] end end
  end; rewrite ?swapped_is in *.
Ltac by_bidder :=
  repeat match goal with
  | |- context [highest 1 ?n ?f] =>
      match goal with |- context [highest_of_others _ n _ ?i] =>
        rewrite (highest_1 n f i) by (try lia; intros ? ?; not_negative) end
  | |- context [highest 2 ?n ?f] =>
      match goal with |- context [highest_of_others _ n _ ?i] =>
        rewrite (highest_2 n f i) by (try lia; intros ? ?; not_negative) end
  end.
Ltac lower :=
  repeat first
  [ rewrite max_of_others_pair
  | rewrite max_of_others_extended_low by (first [assumption | intros; cbv beta; cases; lra])
  | match goal with |- context [highest_of_others ?r ?n ?f ?i] =>
      rewrite (highest_of_others_none r n f i) by (solve [same_entry]) end ].
Ltac grown :=
  repeat match goal with
  | |- context [highest_of_others ?r ?m ?g ?p] =>
      match g with context [extended ?n _ _] =>
        match goal with |- context [highest_of_others r n ?f ?i] =>
          let E := fresh "Grown" in
          assert (E : highest_of_others r n f i <= highest_of_others r m g p)
            by (apply highest_of_others_grows; [lia|intros; split; [lia|entries; positions; try lra]|intros; not_negative]);
          generalize dependent (highest_of_others r m g p); intros end end
  end.

(* --- words of masks *)
Ltac truths :=
  unfold first_of; cbv beta; joined; entries; positions; try reflexivity; cases; exfalso; try lra; try nra.
Ltac any_pair :=
  repeat match goal with
  | |- context [any_of ?n ?w] =>
      match goal with |- context [any_of n ?v] =>
        tryif constr_eq w v then fail else
        (replace (any_of n v) with (any_of n w) by (apply any_of_same; intros; solve [truths])) end
  end.
Ltac any_known :=
  repeat match goal with
  | |- context [any_of ?n ?w] =>
      let E := fresh "E" in let j := fresh "j" in
      destruct (any_of n w) eqn:E;
      [apply (proj1 (any_of_spec n w)) in E; destruct E as [j [? E]]|pose proof (proj2 (any_of_spec n w) E); clear E];
      cbn [negb andb orb]; try reflexivity
  end;
  repeat match goal with
  | U : forall j, (j < ?m)%nat -> _ = false, p : nat |- _ =>
      mark U p; destruct (le_lt_dec m p) as [?|L]; [|pose proof (U p L)]; try lia
  end; forget; repeat match goal with U : forall j, (j < ?m)%nat -> _ = false |- _ => clear U end; cbv beta in *;
  repeat match goal with
  | H : context [Nat.eqb ?a ?b] |- _ => destruct (Nat.eqb_spec a b); try subst; try congruence; try lia
  | H : context [Nat.ltb ?a ?b] |- _ => destruct (Nat.ltb_spec a b); try congruence; try lia
  end.

(* --- what is known of a ranked value: it is no less than the bids that it sees, nor than the next rank, nor than 0 *)
Lemma max_of_others_sees n f i j : (j < n)%nat -> j <> i -> f j <= max_of_others n f i.
Proof. intros. apply max_of_others_spec; auto. Qed.
Ltac sees :=
  repeat match goal with
  | L : (?j < ?n)%nat, N : ?j <> ?i |- context [max_of_others ?n ?f ?i] =>
      mark (f, i) j; pose proof (max_of_others_sees n f i j L N)
  | L : (?j < ?n)%nat, N : ?i <> ?j |- context [max_of_others ?n ?f ?i] =>
      mark (f, i) j; pose proof (max_of_others_sees n f i j L (not_eq_sym N))
  end.
Ltac seconds :=
  repeat match goal with
  | |- context [highest_of_others 2 ?n ?f ?i] =>
      mark (n, f) i;
      let E := fresh "E" in
      assert (E : highest_of_others 2 n f i <= max_of_others n f i) by (apply second_of_others; intros ? ?; not_negative);
      rewrite ?max_of_others_pair in E
  end.
Ltac signs :=
  repeat match goal with
  | |- context [highest_of_others ?r ?n ?f ?i] =>
      let E := fresh "E" in
      assert (E : 0 <= highest_of_others r n f i) by (apply highest_of_others_nonneg; intros; not_negative);
      generalize dependent (highest_of_others r n f i); intros
  end.
Ltac bids_signs :=
  repeat match goal with
  | P : forall k, 0 < ?w k |- context [?w ?k] => mark w k; pose proof (P k)
  | P : at_least_zero ?n ?f |- context [?f ?k] => mark f k; assert (0 <= f k) by (apply P; lia)
  | P : at_least_zero ?n ?f, L : (?k < ?n)%nat |- _ => mark f k; pose proof (P k L)
  end.

(* --- division: a quotient is the number that times the divisor gives the dividend *)
Ltac quotients :=
  repeat match goal with
  | |- context [?a / ?b] =>
      lazymatch b with IZR _ => fail | _ => idtac end;
      let q := fresh "q" in let E := fresh "E" in
      assert (E : a / b * b = a) by (field; cases; lra);
      generalize dependent (a / b); intros q E
  end.

(* A further name is none of the bidders. *)
Ltac aliases :=
  repeat match goal with H : (_ <= _ < _)%nat |- _ => destruct H end;
  repeat match goal with
  | L : (?n <= ?a)%nat, M : (?i < ?n)%nat |- _ => mark a i; assert (a <> i) by lia
  end; forget.
Ltac linear := exfalso; try lia; try congruence; lra.
Ltac arith := exfalso; try lia; try congruence; try lra; try nra.
(* What is known of rounding, and that a number is a double: nothing over the reals; Doubles.v says more. *)
Ltac roundings := idtac.
Ltac fits := idtac.
Ltac law :=
  unfold either, implies, first_of; cbv zeta beta;
  try (match goal with |- Bool.eqb (negb ?a) (negb ?b) = true =>
         let E := fresh in assert (E : a = b); [apply any_of_same; intros|rewrite E; destruct b; reflexivity] end);
  aliases; unswap; joined; by_bidder; joined; lower; any_pair; sees; seconds; grown;
  unfold exchange; positions; sees; seconds; entries; positions; any_known; bids_signs; signs; forget; roundings;
  first
  [ solve [cases; cases_in; linear]
  | solve [quotients; cases; cases_in; arith]
  | cases; cases_in; arith ].
Ltac wins_with v :=
  match goal with i : nat |- _ => exists (alone i v) end; split; [intros ? ?; solve [not_negative]|];
  lazymatch goal with |- _ /\ _ => split; [solve [fits]|law] | _ => law end.
Ltac wins_alone v := first [solve [wins_with 1] | wins_with v].
Ltac exist := repeat split; try lia; try discriminate; intros; unfold at_least_zero in *; intros; fits; try lra.
Ltac speaks :=
  lazymatch goal with
  | |- exists _ : vector, _ => exists (fun _ => 1); speaks
  | |- exists _ : R, _ => exists 1; speaks
  | |- exists _ : nat, _ =>
      first [solve [exists 3%nat; speaks] | solve [exists 0%nat; speaks] | solve [exists 1%nat; speaks]]
  | _ => exist
  end.
Ltac divides := intros; repeat match goal with P : forall k, 0 < ?w k |- context [?w ?k] => mark w k; pose proof (P k) end;
  cases; lra.
