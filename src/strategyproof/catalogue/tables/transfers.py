"""Losers who pay or are paid, and rules that do not sell to the highest bid."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="war-of-attrition",
        title="War of attrition (second-price all-pay)",
        source="Krishna, Morgan 1997, Journal of Economic Theory 72(2)",
        story=(
            "The fight ends when the last rival gives up: losers pay their bids, and the winner the second bid.",
            "The winner's price is critical, and still nothing is truthful, since a truthful loser pays.",
        ),
        code=Code("war_of_attrition", "transfers.py"),
        breaks=("strategy-proof", "individually-rational", "losers-pay-nothing", "anonymous", "consistent"),
        siblings=(
            Sibling(
                Code("war_against_everybody", "transfers.py"), "loser-irrelevance", ("1", "1"), {"i": 0, "names": ["1"]}
            ),
        ),
    ),
    Entry(
        id="sad-loser",
        title="Sad-loser auction",
        source="Riley, Samuelson 1981, American Economic Review 71(3)",
        story=(
            "Only losers pay: with the right bids it raises as much as any standard auction.",
            "Revenue equivalence is about equilibria; truth is not one here, and losers end below zero.",
        ),
        code=Code("sad_loser", "transfers.py"),
        breaks=(
            "strategy-proof",
            "individually-rational",
            "losers-pay-nothing",
            "critical-payment",
            "anonymous",
            "loser-false-name-proof",
            "consistent",
        ),
        siblings=(
            Sibling(Code("sad_loser_with_interest", "transfers.py"), "homogeneous", ("1", "1"), {"i": 1, "theta": "2"}),
        ),
    ),
    Entry(
        id="entry-fee",
        title="Second-price auction with an entry fee",
        source="Samuelson 1985, Economics Letters 17(1)",
        story=(
            "Everybody pays for taking part, whatever it bids.",
            "The fee moves with no bid, so truth stays dominant; losers would rather have stayed away.",
        ),
        code=Code("entry_fee", "transfers.py", {"fee": "1.."}),
        breaks=(
            "individually-rational",
            "losers-pay-nothing",
            "critical-payment",
            "anonymous",
            "homogeneous",
            "consistent",
        ),
        siblings=(
            Sibling(Code("entry_fee_as_a_share", "transfers.py"), "strategy-proof", ("10", "0"), {"i": 0, "lie": "0"}),
        ),
    ),
    Entry(
        id="amsterdam",
        title="Amsterdam auction (premium to the runner-up)",
        source="Goeree, Offerman 2004, Econometrica 72(1)",
        story=(
            "The two highest bidders share a premium that grows with the second bid, to draw weak bidders in.",
            "The runner-up raises its own premium by raising its bid, so it bids above its value.",
        ),
        code=Code("amsterdam", "transfers.py"),
        breaks=(
            "strategy-proof",
            "losers-pay-nothing",
            "no-negative-payments",
            "critical-payment",
            "anonymous",
            "loser-false-name-proof",
            "loser-irrelevance",
            "consistent",
        ),
        siblings=(
            Sibling(
                Code("amsterdam_paid_by_the_winner", "transfers.py"), "individually-rational", ("4", "4"), {"i": 0}
            ),
        ),
    ),
    Entry(
        id="bailey-cavallo",
        title="Bailey-Cavallo redistribution",
        source="Cavallo 2006, doi:10.1145/1160633.1160790",
        story=(
            "Second price, and each bidder gets back 1/n of what the price would be without it.",
            "A rebate that does not depend on its receiver's bid keeps the truth; it invites false names.",
        ),
        code=Code("bailey_cavallo", "transfers.py"),
        breaks=(
            "losers-pay-nothing",
            "no-negative-payments",
            "critical-payment",
            "anonymous",
            "winner-false-name-proof",
            "loser-false-name-proof",
            "loser-irrelevance",
            "consistent",
        ),
        siblings=(Sibling(Code("equal_rebates", "transfers.py"), "strategy-proof", ("2", "0"), {"i": 1, "lie": "2"}),),
    ),
    Entry(
        id="average-bid",
        title="Average-bid auction",
        source="Conley, Decarolis 2016, doi:10.1257/mic.20130254",
        story=(
            "Road works in Italy were awarded so: whoever is closest to the mean wins, to keep reckless offers away.",
            "A higher bid can lose, so no payment makes it truthful; groups of friends can move the mean.",
        ),
        code=Code("average_bid", "transfers.py"),
        breaks=(
            "strategy-proof",
            "monotone",
            "critical-payment",
            "anonymous",
            "loser-false-name-proof",
            "loser-irrelevance",
            "consistent",
        ),
        siblings=(
            Sibling(Code("average_bid_at_the_mean", "transfers.py"), "individually-rational", ("0", "2"), {"i": 0}),
        ),
        bidders=(3,),
    ),
    Entry(
        id="lowest-unique-bid",
        title="Lowest unique bid auction",
        source="Houba, van der Laan, Veldhuizen 2011, Theory and Decision 71",
        story=(
            "A game sold as an auction: the lowest bid that nobody else made wins.",
            "Bidding more loses, so it is not even monotone; the value of the item plays no part.",
        ),
        code=Code("lowest_unique_bid", "transfers.py"),
        breaks=(
            "strategy-proof",
            "monotone",
            "critical-payment",
            "loser-false-name-proof",
            "loser-irrelevance",
            "consistent",
        ),
        siblings=(
            Sibling(Code("lowest_bid_unique_or_not", "transfers.py"), "single-winner", ("1", "1"), {"i": 0, "j": 1}),
        ),
    ),
)
