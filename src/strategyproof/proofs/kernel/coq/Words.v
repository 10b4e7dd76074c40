(* What each word does to the ranked values of the others: one lemma per word of the vocabulary. *)
Require Export Prelude.
Require Import Permutation.

Notation max_of_others := (highest_of_others 1).


(* replaced, and any change of what is not looked at: only the values of the others count. *)
Lemma highest_of_others_same r n f g i : (forall k, (k < n)%nat -> k <> i -> f k = g k) ->
  highest_of_others r n f i = highest_of_others r n g i.
Proof.
  intros E. unfold highest_of_others, Vocabulary.highest_of_others. f_equal. apply ranked_same; auto.
  intros k L K. apply E; auto. intros ->. rewrite Nat.eqb_refl in K. discriminate.
Qed.
Lemma highest_same r n f g : (forall k, (k < n)%nat -> f k = g k) -> highest r n f = highest r n g.
Proof. intros E. unfold highest, Vocabulary.highest. f_equal. apply ranked_same; auto. Qed.

(* theta * bids *)
Lemma nth_scaled c l r : nth r (map (Rmult c) l) 0 = c * nth r l 0.
Proof. rewrite <- (map_nth (Rmult c)). rewrite Rmult_0_r. reflexivity. Qed.
Lemma highest_of_others_scaled c r n f g i : 0 < c -> (forall k, (k < n)%nat -> k <> i -> g k = c * f k) ->
  highest_of_others r n g i = c * highest_of_others r n f i.
Proof.
  intros C E. rewrite (highest_of_others_same r n g (fun k => c * f k) i E).
  unfold highest_of_others, Vocabulary.highest_of_others. rewrite ranked_scaled by auto. apply nth_scaled.
Qed.
Lemma highest_scaled c r n f g : 0 < c -> (forall k, (k < n)%nat -> g k = c * f k) ->
  highest r n g = c * highest r n f.
Proof.
  intros C E. rewrite (highest_same r n g (fun k => c * f k) E).
  unfold highest, Vocabulary.highest. rewrite ranked_scaled by auto. apply nth_scaled.
Qed.

(* swapped *)
Definition exchange (i j k : nat) : nat := if Nat.eqb k i then j else if Nat.eqb k j then i else k.
Lemma exchange_facts n i j : (i < n)%nat -> (j < n)%nat ->
  (forall k, (k < n)%nat -> (exchange i j k < n)%nat) /\ (forall k, exchange i j (exchange i j k) = k).
Proof.
  intros Li Lj. unfold exchange. split; intros k; [intros L|];
  destruct (Nat.eqb_spec k i), (Nat.eqb_spec k j); subst; try lia;
  repeat match goal with |- context [Nat.eqb ?a ?b] => destruct (Nat.eqb_spec a b) end; congruence || lia.
Qed.
Lemma swapped_is {T} (f : nat -> T) i j k : swapped f i j k = f (exchange i j k).
Proof. unfold swapped, exchange. destruct (Nat.eqb k i), (Nat.eqb k j); auto. Qed.
Lemma highest_of_others_swapped r n f g i j k : (i < n)%nat -> (j < n)%nat ->
  (forall x, (x < n)%nat -> g x = f (exchange i j x)) ->
  highest_of_others r n g k = highest_of_others r n f (exchange i j k).
Proof.
  intros Li Lj E. destruct (exchange_facts n i j Li Lj) as [B I].
  unfold highest_of_others, Vocabulary.highest_of_others. f_equal. symmetry.
  apply ranked_moved with (s := exchange i j); auto.
  - intros x Lx. f_equal. destruct (Nat.eqb_spec (exchange i j x) k) as [<-|N].
    + rewrite I, Nat.eqb_refl. reflexivity.
    + destruct (Nat.eqb_spec x (exchange i j k)) as [Ex|]; auto. rewrite Ex, I in N. congruence.
  - intros x Lx. rewrite E, I; auto.
Qed.
Lemma highest_swapped r n f g i j : (i < n)%nat -> (j < n)%nat ->
  (forall x, (x < n)%nat -> g x = f (exchange i j x)) -> highest r n g = highest r n f.
Proof.
  intros Li Lj E. destruct (exchange_facts n i j Li Lj) as [B I]. unfold highest, Vocabulary.highest. f_equal. symmetry.
  apply ranked_moved with (s := exchange i j); auto. intros x Lx. rewrite E, I; auto.
Qed.

(* extended: more rivals, none of them lower *)
Lemma highest_of_others_grows r n m f g i p : (n <= m)%nat ->
  (forall k, (k < n)%nat -> k <> i -> k <> p /\ f k <= g k) -> (forall k, (k < m)%nat -> k <> p -> 0 <= g k) ->
  highest_of_others r n f i <= highest_of_others r m g p.
Proof.
  intros L H P. apply nth_grows; auto.
  - intros k Lk K. destruct (Nat.eqb_spec k i) as [|N]; [discriminate|]. destruct (H k Lk N) as [Np E]. split; auto.
    apply Nat.eqb_neq in Np. rewrite Np. reflexivity.
  - intros k Lk K. destruct (Nat.eqb_spec k p); [discriminate|]. auto.
Qed.
Lemma highest_of_others_nonneg r n f i : (forall k, (k < n)%nat -> k <> i -> 0 <= f k) -> 0 <= highest_of_others r n f i.
Proof.
  intros P. apply nth_positive. intros k L K. destruct (Nat.eqb_spec k i); [discriminate|]. auto.
Qed.

(* alone *)
Lemma highest_of_others_none r n f i : (forall k, (k < n)%nat -> k <> i -> f k = 0) -> highest_of_others r n f i = 0.
Proof.
  intros Z. unfold highest_of_others, Vocabulary.highest_of_others.
  destruct (nth_in_or_default (r - 1) (ranked (others i) f n) 0) as [I|E]; auto.
  apply in_ranked in I as [k [L [K E]]]. destruct (Nat.eqb_spec k i); [discriminate|]. rewrite <- E. auto.
Qed.

(* The highest: an upper bound of the others, and one of them; 0 if there are none. *)
Lemma max_of_others_spec n f i :
  (forall j, (j < n)%nat -> j <> i -> f j <= max_of_others n f i) /\
  ((exists j, (j < n)%nat /\ j <> i /\ max_of_others n f i = f j) \/
   ((forall j, (j < n)%nat -> j = i) /\ max_of_others n f i = 0)).
Proof.
  unfold highest_of_others, Vocabulary.highest_of_others. simpl (1 - 1)%nat.
  pose proof (in_ranked (others i) f n) as M. pose proof (ranked_descending (others i) f n) as D.
  destruct (ranked (others i) f n) as [|x l]; simpl in *.
  - assert (A : forall j, (j < n)%nat -> j = i).
    { intros j L. destruct (Nat.eqb_spec j i) as [|N]; auto. exfalso. apply (M (f j)). exists j. apply Nat.eqb_neq in N.
      rewrite N. auto. }
    split; [intros j L N; exfalso; auto|]. right. auto.
  - split.
    + intros j L N. assert (I : x = f j \/ In (f j) l) by (apply M; exists j; apply Nat.eqb_neq in N; rewrite N; auto).
      destruct I as [->|I]; [lra|]. apply D. auto.
    + left. destruct (proj1 (M x)) as [j [L [K E]]]; auto. exists j. repeat split; auto.
      intros ->. rewrite Nat.eqb_refl in K. discriminate.
Qed.
Lemma max_of_others_is n f i M :
  (forall j, (j < n)%nat -> j <> i -> f j <= M) ->
  ((exists j, (j < n)%nat /\ j <> i /\ M = f j) \/ ((forall j, (j < n)%nat -> j = i) /\ M = 0)) ->
  max_of_others n f i = M.
Proof.
  intros U A. destruct (max_of_others_spec n f i) as [V [[j [Lj [Nj Ej]]]|[All E]]].
  - destruct A as [[k [Lk [Nk Ek]]]|[All E]]; [|exfalso; auto].
    apply Rle_antisym; [rewrite Ej; auto|rewrite Ek; auto].
  - destruct A as [[k [Lk [Nk Ek]]]|[_ E0]]; [exfalso; auto|congruence].
Qed.
(* pair *)
Lemma max_of_others_pair a b : max_of_others 2 (pair a b) 0 = b.
Proof.
  apply max_of_others_is.
  - intros [|[|j]] L N; simpl; try lia; lra.
  - left. exists 1%nat. repeat split; auto.
Qed.
(* extended by bids that are no higher *)
Lemma max_of_others_extended_low n m f g i : (2 <= n)%nat -> (i < n)%nat ->
  (forall k, (k < m)%nat -> g k <= max_of_others n f i) ->
  max_of_others (n + m) (extended n f g) i = max_of_others n f i.
Proof.
  intros T Li Q. destruct (max_of_others_spec n f i) as [U A]. apply max_of_others_is.
  - intros j Lj Nj. unfold extended. destruct (Nat.ltb_spec j n); [auto|apply Q; lia].
  - destruct A as [[j [Lj [Nj E]]]|[All _]].
    + left. exists j. unfold extended. destruct (Nat.ltb_spec j n); [|lia]. repeat split; auto; lia.
    + exfalso. destruct i; [assert (1 = 0)%nat by (apply All; lia)|assert (0 = S i)%nat by (apply All; lia)]; lia.
Qed.

(* The two highest of all, by what one bidder faces: its own bid is above, between or below them. *)
Lemma ranked_all n f i : (i < n)%nat -> ranked (fun _ => true) f n = insert (f i) (ranked (others i) f n).
Proof.
  intros L. apply ranked_is; [apply insert_descending, ranked_descending|].
  rewrite insert_permutes, ranked_permutes. clear -L. replace (f i :: map f (filter (others i) (seq 0 n)))
    with (map f (i :: filter (others i) (seq 0 n))) by reflexivity.
  apply Permutation_map, NoDup_Permutation.
  - constructor; [|apply NoDup_filter, seq_NoDup]. rewrite filter_In, Nat.eqb_refl. simpl. intuition discriminate.
  - apply NoDup_filter, seq_NoDup.
  - intros x. simpl. rewrite !filter_In, !in_seq. destruct (Nat.eqb_spec x i); simpl; intuition (try lia; auto; congruence).
Qed.
Lemma highest_1 n f i : (i < n)%nat -> at_least_zero n f ->
  highest 1 n f = if geb (max_of_others n f i) (f i) then max_of_others n f i else f i.
Proof.
  intros L P. specialize (P i L). unfold highest, highest_of_others, Vocabulary.highest, Vocabulary.highest_of_others.
  rewrite (ranked_all n f i L). destruct (ranked (others i) f n) as [|x l]; simpl.
  - compared 0 (f i); lra.
  - destruct (geb x (f i)); reflexivity.
Qed.
Lemma highest_2 n f i : (i < n)%nat -> at_least_zero n f ->
  highest 2 n f = if geb (f i) (max_of_others n f i) then max_of_others n f i
                  else if geb (highest_of_others 2 n f i) (f i) then highest_of_others 2 n f i else f i.
Proof.
  intros L P. specialize (P i L). unfold highest, highest_of_others, Vocabulary.highest, Vocabulary.highest_of_others.
  rewrite (ranked_all n f i L). pose proof (ranked_descending (others i) f n) as D. destruct (ranked (others i) f n) as [|x [|y l]]; simpl.
  - compared (f i) 0; lra.
  - compared x (f i); simpl; compared (f i) x; simpl; try compared 0 (f i); lra.
  - assert (y <= x) by (apply D; simpl; auto).
    compared x (f i); simpl; compared (f i) x; simpl; try compared y (f i); simpl; lra.
Qed.
(* The second highest is no higher than the highest. *)
Lemma second_of_others n f i : at_least_zero n f -> highest_of_others 2 n f i <= max_of_others n f i.
Proof.
  intros P. assert (Q := highest_of_others_nonneg 1 n f i (fun k L _ => P k L)).
  revert Q. unfold highest_of_others, Vocabulary.highest_of_others. pose proof (ranked_descending (others i) f n) as D.
  destruct (ranked (others i) f n) as [|x [|y l]]; simpl in *; intros; try lra. apply D. auto.
Qed.
