(* What rnd is of: Flocq's IEEE 754 product of binary64 is it where it does not overflow, and an infinity where it does. *)
Require Import Doubles.
From Flocq Require Import Core BinarySingleNaN.

#[local] Instance precision : Prec_gt_0 53 := eq_refl.
#[local] Instance range : Prec_lt_emax 53 1024 := eq_refl.

Transparent rnd.
Theorem product_is_ieee (x y : binary_float 53 1024) : is_finite x = true -> is_finite y = true ->
  let z := Bmult mode_NE x y in
  if is_finite z then B2R z = rnd (B2R x * B2R y) else Rabs (rnd (B2R x * B2R y)) = infinity.
Proof.
  intros X Y z. assert (C := Bmult_correct 53 1024 precision range mode_NE x y). fold z in C.
  change (round radix2 (SpecFloat.fexp 53 1024) (round_mode mode_NE) (B2R x * B2R y))
    with (nearest (B2R x * B2R y)) in C.
  unfold rnd. destruct (Rlt_bool_spec (Rabs (nearest (B2R x * B2R y))) (bpow radix2 1024)) as [L|L].
  - destruct C as [V [F _]]. rewrite F, X, Y. simpl. destruct (Rlt_dec _ _); [exact V|contradiction].
  - assert (F : is_finite z = false) by (rewrite <- is_finite_SF_B2SF, C; reflexivity). rewrite F.
    assert (P : 0 < infinity) by apply bpow_gt_0. destruct (Rlt_dec _ _); [lra|].
    destruct (Rlt_dec 0 _); [apply Rabs_pos_eq; lra|rewrite Rabs_Ropp; apply Rabs_pos_eq; lra].
Qed.
Print Assumptions product_is_ieee.
