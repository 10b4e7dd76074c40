(* The words of strategyproof.mechanism.vocabulary, over any numbers: nothing is known of a number but the order.
   The same text is read over the reals (Prelude.v), where laws are proved, and over the rationals, where it is run
   beside the toolkit's own arrays (Rationals.v). *)
Require Export Arith Bool List Lia.
Require Import Permutation.
Export ListNotations.

Section Words.
Variable number : Type.
Variable zero : number.
Variable geb : number -> number -> bool.

(* The values of a market of n bidders are a function of the position; only positions below n count. *)
Fixpoint insert (x : number) (sorted : list number) : list number :=
  match sorted with
  | [] => [x]
  | y :: rest => if geb y x then y :: insert x rest else x :: sorted
  end.
(* The values at the positions below n that are kept, highest first. *)
Fixpoint ranked (keep : nat -> bool) (values : nat -> number) (n : nat) : list number :=
  match n with
  | O => []
  | S m => if keep m then insert (values m) (ranked keep values m) else ranked keep values m
  end.
(* Rank 1 is the highest; 0 if there are fewer values. *)
Definition highest (rank n : nat) (values : nat -> number) : number :=
  nth (rank - 1) (ranked (fun _ => true) values n) zero.
Definition highest_of_others (rank n : nat) (values : nat -> number) (i : nat) : number :=
  nth (rank - 1) (ranked (fun k => negb (Nat.eqb k i)) values n) zero.
Definition alone (i : nat) (value : number) : nat -> number := fun k => if Nat.eqb k i then value else zero.
End Words.

Fixpoint any_of (n : nat) (mask : nat -> bool) : bool :=
  match n with O => false | S m => mask m || any_of m mask end.
Definition first_of (mask : nat -> bool) (i : nat) : bool := mask i && negb (any_of i mask).
Definition replaced {number} (values : nat -> number) (i : nat) (value : number) : nat -> number :=
  fun k => if Nat.eqb k i then value else values k.
Definition swapped {number} (values : nat -> number) (i j : nat) : nat -> number :=
  fun k => if Nat.eqb k i then values j else if Nat.eqb k j then values i else values k.
Definition extended {number} (n : nat) (values extra : nat -> number) : nat -> number :=
  fun k => if Nat.ltb k n then values k else extra (k - n)%nat.
Definition pair {number} (first second : number) : nat -> number := fun k => match k with O => first | _ => second end.
Definition either (a b : bool) : bool := negb (negb a && negb b).
Definition implies (a b : bool) : bool := negb (a && negb b).

(* What keeps the order keeps the words: read over two kinds of numbers, they say the same. *)
Section Same.
Variables (A B : Type) (f : A -> B) (zero : A) (geb : A -> A -> bool) (geb' : B -> B -> bool).
Hypothesis keeps : forall a b, geb' (f a) (f b) = geb a b.
Lemma insert_kept x l : map f (insert A geb x l) = insert B geb' (f x) (map f l).
Proof. induction l as [|y l IH]; simpl; auto. rewrite keeps. destruct (geb y x); simpl; congruence. Qed.
Lemma ranked_kept keep v n : map f (ranked A geb keep v n) = ranked B geb' keep (fun k => f (v k)) n.
Proof. induction n; simpl; auto. destruct (keep n); auto. rewrite insert_kept. congruence. Qed.
Theorem highest_kept rank n v : f (highest A zero geb rank n v) = highest B (f zero) geb' rank n (fun k => f (v k)).
Proof. unfold highest. rewrite <- ranked_kept, map_nth. reflexivity. Qed.
Theorem highest_of_others_kept rank n v i :
  f (highest_of_others A zero geb rank n v i) = highest_of_others B (f zero) geb' rank n (fun k => f (v k)) i.
Proof. unfold highest_of_others. rewrite <- ranked_kept, map_nth. reflexivity. Qed.
End Same.

(* Facts that need no order. *)
Lemma any_of_spec n w :
  (any_of n w = true -> exists j, (j < n)%nat /\ w j = true) /\
  (any_of n w = false -> forall j, (j < n)%nat -> w j = false).
Proof.
  induction n as [|n [IT IF]]; simpl; split; intros H.
  - discriminate.
  - intros; lia.
  - apply orb_prop in H as [H|H]; [exists n; auto|]. destruct (IT H) as [j [? ?]]. exists j; auto.
  - apply orb_false_iff in H as [A B]. intros j Hj. destruct (Nat.eq_dec j n); [congruence|]. apply IF; auto; lia.
Qed.
Lemma any_of_same n w v : (forall k, (k < n)%nat -> w k = v k) -> any_of n w = any_of n v.
Proof. induction n; simpl; intros H; auto. rewrite IHn, H; auto. Qed.
Lemma ranked_same T geb keep keep' (f g : nat -> T) n :
  (forall k, (k < n)%nat -> keep k = keep' k) -> (forall k, (k < n)%nat -> keep k = true -> f k = g k) ->
  ranked T geb keep f n = ranked T geb keep' g n.
Proof.
  intros K E. induction n; simpl; auto. rewrite IHn by auto. rewrite <- K by auto.
  destruct (keep n) eqn:Kn; auto. rewrite E; auto.
Qed.
