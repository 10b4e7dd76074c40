(* The words over the rationals, which can be run. *)
Require Export Vocabulary QArith Qreals.
Require Import Prelude.

Definition geb_Q (a b : Q) : bool := Qle_bool b a.
Lemma geb_kept a b : geb (Q2R a) (Q2R b) = geb_Q a b.
Proof.
  unfold geb, geb_Q. destruct (Rle_dec (Q2R b) (Q2R a)) as [L|L]; symmetry.
  - apply Qle_bool_iff, Rle_Qle. exact L.
  - destruct (Qle_bool b a) eqn:E; auto. exfalso. apply L, Qle_Rle, Qle_bool_iff, E.
Qed.
(* What the words give on rationals is what they give on the same numbers as reals. *)
Theorem highest_over_Q rank n (v : nat -> Q) :
  Q2R (Vocabulary.highest Q 0%Q geb_Q rank n v) = Prelude.highest rank n (fun k => Q2R (v k)).
Proof.
  rewrite (highest_kept Q R Q2R 0%Q geb_Q geb geb_kept). unfold Prelude.highest. rewrite RMicromega.Q2R_0. reflexivity.
Qed.
Theorem highest_of_others_over_Q rank n (v : nat -> Q) i :
  Q2R (Vocabulary.highest_of_others Q 0%Q geb_Q rank n v i) = Prelude.highest_of_others rank n (fun k => Q2R (v k)) i.
Proof.
  rewrite (highest_of_others_kept Q R Q2R 0%Q geb_Q geb geb_kept). unfold Prelude.highest_of_others.
  rewrite RMicromega.Q2R_0. reflexivity.
Qed.
