(* Doubles: each sum, product and quotient is the exact one, rounded. What rounding is comes from Flocq's formats. *)
Require Export Tactics.
From Flocq Require Import Core.

(* binary64: 53 digits, gradual underflow, and numbers below 2^1024. *)
Definition format := FLT_exp (-1074) 53.
Definition double (x : R) : Prop := generic_format radix2 format x /\ Rabs x < bpow radix2 1024.
Definition doubles (n : nat) (values : vector) : Prop := forall k, (k < n)%nat -> double (values k).
(* What overflows is a number above all doubles, or below them: as IEEE 754 compares an infinity. *)
Definition infinity : R := bpow radix2 5000.
Definition nearest (x : R) : R := round radix2 format ZnearestE x.
Definition rnd (x : R) : R :=
  if Rlt_dec (Rabs (nearest x)) (bpow radix2 1024) then nearest x
  else if Rlt_dec 0 (nearest x) then infinity else - infinity.

#[local] Instance format_valid : Valid_exp format.
Proof. apply FLT_exp_valid. reflexivity. Qed.

(* Rounding gives every double back, and keeps the order. Nothing else of it is used. *)
Lemma rnd_double x : double x -> rnd x = x.
Proof.
  intros [F B]. unfold rnd, nearest. rewrite round_generic; auto with typeclass_instances.
  destruct (Rlt_dec (Rabs x) (bpow radix2 1024)); [reflexivity|contradiction].
Qed.
Lemma rnd_monotone x y : x <= y -> rnd x <= rnd y.
Proof.
  intros L. assert (N : nearest x <= nearest y) by (apply round_le; auto with typeclass_instances).
  assert (B : bpow radix2 1024 < infinity) by (apply bpow_lt; reflexivity).
  assert (P : 0 < bpow radix2 1024) by apply bpow_gt_0.
  unfold rnd. generalize dependent (nearest x). generalize dependent (nearest y). intros b a N. unfold Rabs.
  destruct (Rcase_abs a), (Rcase_abs b);
  repeat match goal with |- context [Rlt_dec ?u ?v] => destruct (Rlt_dec u v) end; lra.
Qed.

(* A price that overflows wins for nobody, as no bid is above it. *)
Theorem overflow_is_harmless bid x : double bid -> bpow radix2 1024 <= nearest x -> (bid >? rnd x) = false.
Proof.
  intros [_ D] O. assert (B : bpow radix2 1024 < infinity) by (apply bpow_lt; reflexivity).
  assert (P : 0 < bpow radix2 1024) by apply bpow_gt_0. apply Rabs_lt_inv in D. unfold rnd, gtb.
  rewrite Rabs_pos_eq by lra. destruct (Rlt_dec (nearest x) (bpow radix2 1024)); [lra|].
  destruct (Rlt_dec 0 (nearest x)); [|lra]. destruct (Rlt_dec infinity bid); [lra|reflexivity].
Qed.

(* Whole numbers up to 2^53 are doubles. *)
Lemma double_whole z : (Z.abs z < 2 ^ 53)%Z -> double (IZR z).
Proof.
  intros L. split.
  - apply generic_format_FLT. exists (Float radix2 z 0); [unfold F2R; simpl; ring|exact L|simpl; lia].
  - rewrite <- abs_IZR. apply Rlt_trans with (bpow radix2 53); [|apply bpow_lt; reflexivity].
    change (bpow radix2 53) with (IZR (2 ^ 53)). apply IZR_lt. exact L.
Qed.
Opaque rnd double.

(* --- the tactic for laws of doubles: each rounded number, against the doubles and the others that are rounded *)
Ltac below x d := let E := fresh "E" in assert (E : d <= x) by (first [assumption | lra | nra]); apply rnd_monotone in E.
Ltac above x d := let E := fresh "E" in assert (E : x <= d) by (first [assumption | lra | nra]); apply rnd_monotone in E.
Ltac bounds x d := try below x d; try above x d.
Ltac roundings ::=
  pose proof (double_whole 0 eq_refl);
  repeat match goal with
  | D : doubles ?n ?f |- context [?f ?k] => mark (D, f) k; assert (double (f k)) by (apply D; lia)
  | D : doubles ?n ?f, L : (?k < ?n)%nat |- _ => mark (D, f) k; pose proof (D k L)
  end;
  repeat match goal with
  | D : double ?d |- context [rnd ?x] => mark x d; bounds x d
  | |- context [rnd ?x] =>
      match goal with |- context [rnd ?y] => tryif constr_eq x y then fail else (mark x y; bounds x y) end
  end; forget;
  repeat match goal with D : double ?d, E : context [rnd ?d] |- _ => rewrite (rnd_double d D) in E end;
  repeat match goal with |- context [rnd ?x] => let r := fresh "r" in set (r := rnd x) in *; clearbody r end.
Ltac fits ::= unfold doubles; intros; try (entries; positions; apply double_whole; reflexivity).
Print Assumptions overflow_is_harmless.
