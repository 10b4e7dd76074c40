(* The other direction of theorem 2: MSB, traced from its source, satisfies what Converse.v supposes, so that its
   premises can be met. *)
Require Import Laws Converse Rule_msb.

Lemma msb_reads_only_bids rho : reads_only_bids (msb_wins rho) (msb_pays rho).
Proof. intros n f g i E L. unfold msb_wins, msb_pays. rewrite (highest_of_others_same 1 n f g i), E by auto. auto. Qed.

Theorem msb_is_msb rho : 1 <= rho ->
  let wins := msb_wins rho in let pays := msb_pays rho in
  reads_only_bids wins pays /\ anonymous wins pays /\ losers_pay_nothing wins pays /\ strategy_proof wins pays /\
  single_winner wins pays /\ adverse_selection_free wins pays /\ loser_irrelevance wins pays /\ is_msb wins pays rho.
Proof.
  intros Le. cbv zeta. repeat match goal with |- _ /\ _ => split end.
  - exact (msb_reads_only_bids rho).
  - exact (msb_is_anonymous rho Le).
  - exact (msb_is_losers_pay_nothing rho Le).
  - exact (msb_is_strategy_proof rho Le).
  - exact (msb_is_single_winner rho Le).
  - exact (msb_is_adverse_selection_free rho Le).
  - exact (msb_is_loser_irrelevance rho Le).
  - intros n bids i _ _ _ _. cbv zeta. unfold msb_wins, msb_pays, gtb.
    destruct (Rlt_dec (rho * max_of_others n bids i) (bids i)); repeat split; intros; try discriminate; lra.
Qed.
Print Assumptions msb_is_msb.
