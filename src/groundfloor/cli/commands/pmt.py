"""Fit a proxy means test to a survey, write it as a rule, and say whom it leaves out and what else the money could do."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import LANGUAGES, add_seed, print_aligned, say

EXAMPLE = (
    "Example:\n"
    "  groundfloor pmt my-survey/survey.yaml --points 100 --out pmt --lang en --lang fr\n"
    "  groundfloor pmt survey.yaml --predict household.size --predict 'household.count(age < 6)' --target poorest=0.2"
)
METHODS = ("elastic", "lasso", "ols", "quantile", "ridge", "stepwise")
SHOWN = ("benefit_lcu", "coverage", "exclusion_error", "leakage")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The survey, the model, the selection, the money and what to compare with."""
    add = parser.add_argument
    add("source", metavar="SURVEY", help="a survey.yaml, a folder that holds one, or a pack")
    add("--predict", action="append", metavar="EXPRESSION", help="a predictor in the rule language; repeat for several (default: the usual ones that the survey can answer)")  # fmt: skip
    add("--target", default="poorest=0.2", metavar="TARGET", help="who is meant: poorest=SHARE, or a line of the survey (default: poorest=0.2)")  # fmt: skip
    add("--quota", type=float, metavar="SHARE", help="share of persons to select (default: that of the target)")
    add("--select", choices=("quota", "line"), default="quota", help="by quota, or who is predicted below the target's line (default: quota)")  # fmt: skip
    add("--method", choices=METHODS, default="ols", help="how the score is fitted (default: ols)")
    add("--quantile", type=float, metavar="SHARE", help="which quantile (default: the share of the target)")
    add("--mix", type=float, default=0.5, help="elastic net: 0 is ridge, 1 is lasso (default: 0.5)")
    add("--penalty", choices=("min", "1se"), default="min", help="the penalty of least error, or the largest within one standard error (default: min)")  # fmt: skip
    add("--weights", choices=("persons", "households"), default="persons", help="what a household counts as in the fit (default: persons)")  # fmt: skip
    add("--area", metavar="VARIABLE", help="a model for each value of this variable, such as urban")
    add("--missing", choices=("indicator", "refuse"), default="indicator", help="a predictor without an answer: a column says so, or it is refused (default: indicator)")  # fmt: skip
    add("--lowest", type=float, metavar="LCU", help="least welfare a year under the logarithm; without it households with none are not in the fit")  # fmt: skip
    add("--points", type=float, metavar="N", help="whole numbers as weights, N points to one of log welfare (default: weights as fitted)")  # fmt: skip
    add("--folds", type=int, default=10, metavar="N", help="groups of primary sampling units for cross-validation (default: 10)")  # fmt: skip
    add("--budget", type=float, metavar="LCU", help="what may be spent a year (default: what the target lacks to its threshold)")  # fmt: skip
    add("--benefit", type=float, metavar="LCU", help="pay this a year to each selected, to as many as the budget reaches (default: spread the budget)")  # fmt: skip
    add("--administration", type=float, default=0.0, metavar="SHARE", help="cost of delivery as a share of benefits (default: 0)")  # fmt: skip
    add("--screening", type=float, default=0.0, metavar="LCU", help="cost of testing a household, a year (default: 0)")
    add("--private", type=float, default=0.0, metavar="LCU", help="what claiming costs a household that receives, a year (default: 0)")  # fmt: skip
    add("--category", dest="categories", action="append", metavar="NAME=CONDITION", help="a category to compare with, which may name pmt; repeat for several (default: the usual ones)")  # fmt: skip
    add("--name", default="pmt_grant", help="name of the programme (default: pmt_grant)")
    add("--out", metavar="DIR", help="write tables, rule and page here")
    add("--lang", action="append", choices=LANGUAGES, help="language; repeat for several pages (default: en)")
    add_seed(parser)


def execute(args: argparse.Namespace) -> int:
    """Print what was found; the rest is in the folder."""
    from groundfloor.api import proxy_means
    from groundfloor.proxy import Told, language

    settings = {key: value for key, value in vars(args).items() if key not in ("command", "execute", "lang", "version")}
    languages = args.lang or ["en"]
    test = proxy_means(**settings, languages=languages)
    told = Told(test, language(languages[0]))
    for line in (*told.sentences(), "", *told.basis(), ""):
        print(line)
    if test.synthetic:
        print(told.say.text("page.synthetic"), end="\n\n")
    rows = [
        {"way": told.label(way), **{name: test.value("comparison", way=way, measure=name) for name in SHOWN}}
        | {"gap_closed": told.closed(way)}
        for way in test.ways
    ]
    print_aligned(rows, ("way", *SHOWN, "gap_closed"))
    if args.out is not None:
        say(f"{args.out}: proxy_means.html, tables/, programmes/, floors/")
    return 0
