(* Theorem 3 of the specification: with the profit reading in place of the spite reading, theorem 2 is false. The rule is
   traced from its source, as are the laws. *)
Require Import Laws Converse Rule_half_second_surcharge.

Notation x := half_second_surcharge_wins.
Notation p := half_second_surcharge_pays.

Lemma surcharge_reads_only_bids : reads_only_bids x p.
Proof.
  intros n f g i E L. unfold x, p.
  rewrite (highest_of_others_same 1 n f g i), (highest_of_others_same 2 n f g i), E by auto. auto.
Qed.

(* Bidder 0 bids 10 and bidder 1 bids 6; then somebody adds a bid of 4. *)
Definition duel := pair 10 6.
Definition crowd := extended 2 duel (fun _ => 4).
Ltac computed := unfold x, p, crowd, duel, extended, pair, highest_of_others, Vocabulary.highest_of_others, gtb; simpl;
  unfold geb; repeat match goal with
  | |- context [Rle_dec ?a ?b] => destruct (Rle_dec a b); simpl
  | |- context [Rlt_dec ?a ?b] => destruct (Rlt_dec a b); simpl
  end; first [reflexivity | lra | exfalso; lra].
Lemma duel_costs_6 : x 2 duel 0 = true /\ p 2 duel 0 = 6.
Proof. split; computed. Qed.
Lemma crowd_costs_8 : x 3 crowd 0 = true /\ p 3 crowd 0 = 8.
Proof. split; computed. Qed.
Lemma rivals : max_of_others 2 duel 0 = 6 /\ max_of_others 3 crowd 0 = 6.
Proof. split; computed. Qed.
Lemma bids : at_least_zero 2 duel /\ at_least_zero 3 crowd.
Proof. split; intros k L; destruct k as [|[|[|k]]]; try lia; computed. Qed.

Lemma surcharge_is_no_msb rho : ~ is_msb x p rho.
Proof.
  intros M. destruct bids as [Pd Pc], rivals as [Rd Rc], duel_costs_6 as [Wd Qd], crowd_costs_8 as [Wc Qc].
  destruct (M 2%nat duel 0%nat ltac:(lia) Pd ltac:(lia) ltac:(lra)) as [_ [D _]].
  destruct (M 3%nat crowd 0%nat ltac:(lia) Pc ltac:(lia) ltac:(lra)) as [_ [C _]].
  destruct (D Wd) as [_ Ed], (C Wc) as [_ Ec]. rewrite Qd, Rd in Ed. rewrite Qc, Rc in Ec. lra.
Qed.
Lemma surcharge_sells : ~ never_sells x p.
Proof.
  intros M. destruct bids as [P _], rivals as [R _], duel_costs_6 as [W _].
  destruct (M 2%nat duel 0%nat ltac:(lia) P ltac:(lia) ltac:(lra)). congruence.
Qed.

Theorem profit_reading_is_weaker : exists wins pays,
  reads_only_bids wins pays /\ anonymous wins pays /\ losers_pay_nothing wins pays /\ strategy_proof wins pays /\
  single_winner wins pays /\ adverse_selection_free wins pays /\
  winner_false_name_proof wins pays /\ loser_false_name_proof wins pays /\
  ~ ((exists rho, 1 <= rho /\ is_msb wins pays rho) \/ never_sells wins pays).
Proof.
  exists x, p. repeat match goal with |- _ /\ _ => split end.
  - exact surcharge_reads_only_bids.
  - exact half_second_surcharge_is_anonymous.
  - exact half_second_surcharge_is_losers_pay_nothing.
  - exact half_second_surcharge_is_strategy_proof.
  - exact half_second_surcharge_is_single_winner.
  - exact half_second_surcharge_is_adverse_selection_free.
  - exact half_second_surcharge_is_winner_false_name_proof.
  - exact half_second_surcharge_is_loser_false_name_proof.
  - intros [[rho [_ M]]|M]; [exact (surcharge_is_no_msb rho M)|exact (surcharge_sells M)].
Qed.
Print Assumptions profit_reading_is_weaker.
