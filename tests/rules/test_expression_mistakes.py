"""Every way an expression is refused: the place of the very word, and what to write instead."""

from __future__ import annotations

import pytest
from tests.rules.marked import read, refusal, with_amount, with_eligible

NOWHERE = (
    "It is no parameter, survey variable or result of a programme; the page on the rule language lists the variables."
)
FUNCTIONS = "Functions are min, max, abs, round, floor, ceil, clip, coalesce, per_day, per_week, per_month, per_year."
CONVERT = "Convert one of them: per_day(...), per_week(...), per_month(...) or per_year(...)."
ALONE = "A true-or-false variable stands by itself: write urban, or not urban."
EXAMPLE = "Expected an expression such as age < 5 and not pension."
LISTS = "Remember that lists of written values stand after 'in' only"
LOOP = "A rule may not hold a loop. Of a household, write household.count(...), household.sum(...) and the like."
WORD = "A word stands between one pair of quotes, without backslash or prefix. Expected such as 'female'. Put a comma between two words."
MEMBER = "After 'in' stands a list of values. Expected such as in ('head', 'spouse'). A list of one value needs a comma: in ('head',). Or write == instead of in."
RESULTS = "Write old_age_pension.amount, old_age_pension.eligible or old_age_pension.receives."
NEST = "What is asked of the whole household cannot nest; make the inner part a programme of its own."

NAMES = [
    ("▸agee < 5", "Unknown name 'agee'. Did you mean 'age'?"),
    ("▸AGE < 5", "Unknown name 'AGE'. Did you mean 'age'?"),
    ("urban and ▸zzz", f"Unknown name 'zzz'. {NOWHERE}"),
    ("▸true", "Unknown name 'true'. Write True."),
    ("▸null == 5", "Unknown name 'null'. What is missing has no name."),
    ("▸min < 5", "Unknown name 'min'. min is a function: write min(...)."),
    ("▸per_year < 5", "Unknown name 'per_year'. per_year is a function: write per_year(...)."),
    ("▸old_age_pension > 5", f"Unknown name 'old_age_pension'. {RESULTS}"),
    ("old_age_pension.▸amont > 5", f"Unknown name 'old_age_pension.amont'. {RESULTS}"),
    ("old_age_pension.▸benefit > 5", f"Unknown name 'old_age_pension.benefit'. {RESULTS}"),
    ("▸old_age_pensoin.amount > 5", "Unknown name 'old_age_pensoin.amount'. Did you mean 'old_age_pension'?"),
    ("▸leap.amount > 5", "Unknown name 'leap.amount'. No programme 'leap' stands beside this one."),
    ("▸child_grant.amount > 5", "child_grant reads its own result. Take child_grant.amount out of its rule, or write what it stands for."),
    ("▸child_grant.grant > 5", "Unknown name 'child_grant.grant'. Write grant alone."),
    ("child_grant.▸grnt > 5", "Unknown name 'child_grant.grnt'. Did you mean 'grant'?"),
    ("▸floor.cap > 5", "Unknown name 'floor.cap'. Write cap alone."),
    ("floor.▸capp > 5", "Unknown name 'floor.capp'. Did you mean 'cap'?"),
    ("age.▸amount > 5", "Unknown name 'age.amount'. age has no parts: write it alone."),
    ("grant.▸real > 5", "Unknown name 'grant.real'. grant has no parts: write it alone."),
    ("▸x.y.z", f"Unknown name 'x.y.z'. {NOWHERE}"),
    ("▸household > 1", "Unknown name 'household'. Write household.size, household.count(...) or household.head.age."),
    ("household.▸sise > 1", "Unknown name 'household.sise'. Did you mean 'size'?"),
    ("household.▸wealth > 1", "Unknown name 'household.wealth'. Write household.size, household.count(...) and the like."),
    ("▸household.count > 1", "household.count needs brackets. Write household.count(...)."),
    ("▸household.head > 1", "Unknown name 'household.head'. Write household.head.age, or another variable of the head."),
    ("household.head.▸agee > 1", "Unknown name 'household.head.agee'. Did you mean 'age'?"),
    ("household.head.▸grant > 1", "Unknown name 'household.head.grant'. A parameter is the same for everybody: write grant alone."),
    ("household.head.▸zzz > 1", "Unknown name 'household.head.zzz'. After household.head stands a survey variable."),
    ("(▸1 + 2).real > 1", "Before a dot stands a name. Expected such as household.size."),
]  # fmt: skip

CALLS = [
    ("▸agree(age) > 1", f"Unknown function 'agree'. {FUNCTIONS}"),
    ("▸ciel(age) > 1", "Unknown function 'ciel'. Did you mean 'ceil'?"),
    ("▸count(urban) > 1", "Unknown function 'count'. Of a household, write household.count(...)."),
    ("▸sqrt(age) > 1", "Unknown function 'sqrt'. Write x ** 0.5."),
    ("▸pow(age, 2) > 1", "Unknown function 'pow'. Write x ** y."),
    ("▸int(age) > 1", "Unknown function 'int'. Write floor(x), ceil(x) or round(x)."),
    ("▸age() > 1", "Unknown function 'age'. age is no function: write it without brackets."),
    ("▸grant(2) > 1", "Unknown function 'grant'. grant is no function: write it without brackets."),
    ("old_age_pension.▸amount() > 1", "Unknown function 'old_age_pension.amount'. old_age_pension.amount is no function: write it without brackets."),
    ("household.▸size() > 1", "Unknown function 'household.size'. Write household.size without brackets."),
    ("household.▸head() > 1", "Unknown function 'household.head'. Write household.head.age, or another variable of the head."),
    ("household.head.▸age() > 1", "Unknown function 'household.head.age'. household.head.age is no function: write it without brackets."),
    ("household.▸Count(urban) > 1", "Unknown function 'household.Count'. Did you mean 'count'?"),
    ("▸min(1, 2)(3) > 1", f"Only a name can be called. {FUNCTIONS}"),
    ("min(age, key=▸age) > 1", "The arguments of min have no names. Expected values in order, separated by commas."),
    ("(min)(**▸age) > 1", "The arguments of min have no names. Expected values in order, separated by commas."),
    ("min(age, ▸*age) > 1", "A rule may not hold '*' before a name. Write the values one by one."),
    ("▸min(age) > 1", "min has 1 argument. Expected 2 or more: min(a, b)."),
    ("▸max() > 1", "max has no arguments. Expected 2 or more: max(a, b)."),
    ("▸abs(age, age) > 1", "abs has 2 arguments. Expected 1: abs(x)."),
    ("▸round(age, 1, 2) > 1", "round has 3 arguments. Expected 1 to 2: round(x) or round(x, digits)."),
    ("▸clip(age, 1) > 1", "clip has 2 arguments. Expected 3: clip(x, lowest, highest)."),
    ("▸coalesce(age) > 1", "coalesce has 1 argument. Expected 2 or more: coalesce(x, otherwise)."),
    ("▸per_year() > 1", "per_year has no arguments. Expected 1: per_year(x)."),
    ("▸household.any() and urban", "household.any has no arguments. Expected 1: household.any(age < 5)."),
    ("▸household.sum(age, age) > 1", "household.sum has 2 arguments. Expected 1: household.sum(income)."),
    ("round(age, ▸0.5) > 1", "round takes a written whole number of decimals. Expected a number from -12 to 12, such as round(x, 2)."),
    ("round(age, ▸age) > 1", "round takes a written whole number of decimals. Expected a number from -12 to 12, such as round(x, 2)."),
    ("round(age, ▸13) > 1", "round takes a written whole number of decimals. Expected a number from -12 to 12, such as round(x, 2)."),
    ("household.count(▸household.any(urban)) > 1", f"household.any stands inside household.count. {NEST}"),
]  # fmt: skip

TYPES = [
    ("▸age", "eligible takes a condition, not a number. Expected a condition such as age < 5."),
    ("▸region", "eligible takes a condition, not a word. Expected a condition such as age < 5."),
    ("urban and ▸age", "A condition is needed here, not a number. Expected a condition such as age < 5."),
    ("not ▸'female'", "A condition is needed here, not a word. Expected a condition such as age < 5."),
    ("urban if ▸age else pension", "A condition is needed here, not a number. Expected a condition such as age < 5."),
    ("-▸urban", "A number is needed here, not a condition."),
    ("▸urban + 1 > 2", "A number is needed here, not a condition."),
    ("2 * ▸region > 2", "A number is needed here, not a word."),
    ("abs(▸urban) > 1", "abs takes a number, not a condition."),
    ("household.sum(▸urban) > 1", "household.sum takes a number, not a condition."),
    ("household.all(▸age)", "household.all takes a condition, not a number. Expected a condition such as age < 5."),
    ("urban == ▸1", f"A comparison meets a condition and a number. Expected values of one kind. {ALONE}"),
    ("region == ▸5", "A comparison meets a word and a number. Expected values of one kind."),
    ("urban if pension else ▸5", f"'x if c else y' meets a condition and a number. Expected values of one kind. {ALONE}"),
    ("coalesce(age, ▸False) > 1", f"coalesce meets a number and a condition. Expected values of one kind. {ALONE}"),
    ("sex in ('male', ▸5)", "'in' meets a word and a number. Expected values of one kind."),
    ("region ▸< 'x'", "'<' compares numbers only. Expected == or !=."),
    ("(urban) # so\n▸>= pension", "'>=' compares numbers only. Expected == or !=."),
    ("age < ▸grant", "A comparison meets year and LCU/month. Expected one unit."),
    ("age + ▸grant > 1", "A sum meets year and LCU/month. Expected one unit."),
    ("grant < ▸line", f"A comparison meets LCU/month and LCU/year. Expected one unit. {CONVERT}"),
    ("12 * grant < ▸consumption", f"A comparison meets LCU/month and LCU/year. Expected one unit. {CONVERT}"),
    ("old_age_pension.amount - ▸grant > 1", f"A sum meets LCU/year and LCU/month. Expected one unit. {CONVERT}"),
    ("part < ▸age", "A comparison meets a pure number and year. Expected one unit."),
    ("max(age, 3, ▸grant) > 1", "max meets year and LCU/month. Expected one unit."),
    ("line % ▸grant > 1", f"'%' meets LCU/year and LCU/month. Expected one unit. {CONVERT}"),
    ("line // ▸age > 1", "'//' meets LCU/year and year. Expected one unit."),
    ("0 < age < ▸grant", "A comparison meets year and LCU/month. Expected one unit."),
    ("per_year(▸age) > 1", "'year' is not money per period. Expected LCU/day, LCU/week, LCU/month or LCU/year."),
    ("per_year(▸12) > 1", "A pure number is not money per period. Expected LCU/day, LCU/week, LCU/month or LCU/year. Write amounts of money as parameters with their unit."),
    ("2 ** ▸age > 1", "An exponent is a pure number, not year."),
    ("grant ** ▸0.5 > grant", "A number in LCU/month is raised to whole powers only. Expected a written whole number up to 9."),
    ("grant ** ▸part > grant", "A number in LCU/month is raised to whole powers only. Expected a written whole number up to 9."),
    ("grant ** ▸10 > grant", "A number in LCU/month is raised to whole powers only. Expected a written whole number up to 9."),
]  # fmt: skip

WORDS = [
    ("sex == ▸'femal'", "The word 'femal' never occurs here. Expected one of male, female. Did you mean 'female'?"),
    ("▸'f' != sex", "The word 'f' never occurs here. Expected one of male, female."),
    ("sex in ('female', ▸'mal')", "The word 'mal' never occurs here. Expected one of male, female. Did you mean 'male'?"),
    ("sex == ('male' if urban else ▸'femal')", "The word 'femal' never occurs here. Expected one of male, female. Did you mean 'female'?"),
    ("sex == coalesce(region, ▸'fem')", "The word 'fem' never occurs here. Expected one of male, female. Did you mean 'female'?"),
    ("household.head.sex == ▸'x'", "The word 'x' never occurs here. Expected one of male, female."),
    ("(sex if urban else 'male') == ▸'x'", "The word 'x' never occurs here. Expected one of male, female."),
    ("sex == ▸relationship", "These have no word in common, so they are never equal."),
    ("'a' == ▸'b'", "These have no word in common, so they are never equal."),
    ("sex in (▸'female')", MEMBER),
    ("sex in ▸()", MEMBER),
    ("sex in ▸region", MEMBER),
    ("sex in (▸region, 'male')", "The list after 'in' holds written values only. Expected such as in ('head', 'spouse'). Compare with == and join the comparisons by or."),
    ("▸0 < age in (1, 2)", "'in' stands in a chain of comparisons. Join two conditions by and."),
    ("1 < (▸1 < age < 3) < 3", "A chain of comparisons stands within another. Join the comparisons by and."),
    ("region == ▸'x' 'y'", WORD),
    ("region == ▸r'x'", WORD),
    ("region == ▸'''x'''", WORD),
    ("region == 'x▸\\n'", "A backslash is not of the language. Expected words such as 'female'."),
]  # fmt: skip

SIGNS = [
    ("urban ▸& pension", "'&' is not of the language. Expected and."),
    ("(urban) ▸| pension", "'|' is not of the language. Expected or."),
    ("(age # the remark\n) ▸^ 2 > 3", "'^' is not of the language. Expected ** for a power, != for one of two conditions."),
    ("▸~urban", "'~' is not of the language. Expected not."),
    ("age ▸<< 2 > 1", "'<<' is not of the language. Expected <."),
    ("age ▸>> 2 > 1", "'>>' is not of the language. Expected >."),
    ("age ▸@ 2 > 1", "'@' is not of the language. Expected *."),
    ("age ▸is 5", "'is' is not of the language. Expected ==."),
    ("age ▸is not 5", "'is not' is not of the language. Expected !=."),
    ("1 < age ▸is 5", "'is' is not of the language. Expected ==."),
    ("age ▸= 5", "'=' does not compare. Expected '=='."),
    ("age ▸=== 5", "'===' is not of the language. Expected ==."),
    ("age ▸!== 5", "'!==' is not of the language. Expected !=."),
    ("age ▸<> 5", "'<>' is not of the language. Expected !=."),
    ("age ▸=> 5", "'=>' is not of the language. Expected >=."),
    ("age ▸=< 5", "'=<' is not of the language. Expected <=."),
    ("age ▸≤ 5", "'≤' is not of the language. Expected <=."),
    ("age ▸≥ 5", "'≥' is not of the language. Expected >=."),
    ("age ▸≠ 5", "'≠' is not of the language. Expected !=."),
    ("age ▸× 5 > 1", "'×' is not of the language. Expected *."),
    ("age ▸÷ 5 > 1", "'÷' is not of the language. Expected /."),
    ("age ▸− 5 > 1", "'−' is not of the language. Expected -."),
    ("urban ▸&& pension", "'&&' is not of the language. Expected and."),
    ("urban ▸|| pension", "'||' is not of the language. Expected or."),
    ("▸!urban", "'!' is not of the language. Expected not."),
    ("urban ▸? 1 : 2", "'?' is not of the language. Expected x if c else y."),
    ("urban▸; pension", "';' is not of the language. Expected one expression only."),
    ("age < 10▸%", "'%' is not of the language. Expected a share such as 0.1 for 10 %."),
    ("income < ▸$5", "'$' is not of the language. Expected LCU in the unit of a parameter."),
    ("income < ▸€5", "'€' is not of the language. Expected LCU in the unit of a parameter."),
    ("sex == ▸“female”", "'“' is not of the language. Expected straight quotes: 'female'."),
    ("sex == ▸«female»", "'«' is not of the language. Expected straight quotes: 'female'."),
    ("urban ▸AND pension", "'AND' is not of the language. Expected 'and' in small letters."),
    ("▸Not urban", "'Not' is not of the language. Expected 'not' in small letters."),
    ("if urban ▸then pension", "'then' is not of the language. Expected x if condition else y."),
    ("age ▸BETWEEN 1 AND 5", "'BETWEEN' is not of the language. Expected lowest <= x <= highest."),
]  # fmt: skip

FORM = [
    ("▸# nothing but a remark", f"The expression is empty. {EXAMPLE}"),
    ("urban an▸d", f"The expression ends too early. {EXAMPLE}"),
    ("▸(urban", "'(' is never closed."),
    ("urban▸)", "')' closes no bracket."),
    ("(urban▸]", "']' closes no bracket."),
    ("urban and ([pension▸)]", "')' closes no bracket."),
    ("region == ▸'x", "A quote opens here and never closes."),
    ("▸urban if pension", "An 'if' has no 'else'. Expected x if condition else y."),
    ("urban ▸else pension", f"The expression cannot be read from 'else' on. {EXAMPLE}"),
    ("urban and ▸or pension", f"The expression cannot be read from 'or' on. {EXAMPLE}"),
    ("▸import os", f"The expression cannot be read from 'import' on. {EXAMPLE}"),
    ("urban ▸pension", "An operator is missing before pension. Expected one such as and, or, <, == or +."),
    ("(urban) # so\n▸pension", "An operator is missing before pension. Expected one such as and, or, <, == or +."),
    ("age < 5 ▸'x'", "An operator is missing before 'x'. Expected one such as and, or, <, == or +."),
    ("age ▸5", "An operator is missing before 5. Expected one such as and, or, <, == or +."),
    ("age < ▸05", "'05' is no number. Expected decimal digits such as 1000, 0.5 or 2e6."),
    ("age < ▸0x5", "'0x5' is no number. Expected decimal digits such as 1000, 0.5 or 2e6."),
    ("age < ▸1_000", "'1_000' is no number. Expected decimal digits such as 1000, 0.5 or 2e6."),
    ("age < ▸5j", "'5j' is no number. Expected decimal digits such as 1000, 0.5 or 2e6."),
    ("age < ▸5years", "'5years' is no number. Expected decimal digits such as 1000, 0.5 or 2e6."),
    ("age < ▸٥", "'٥' is no number. Expected decimal digits such as 1000, 0.5 or 2e6."),
    ("age < ▸1e400", "The number is too large. Expected a finite number."),
    ("▸(age < 5, 5)", f"A rule may not hold a list here. {LISTS}; a decimal sign is a point: 75.5."),
    ("▸age < 5,5", f"A rule may not hold a list here. {LISTS}; a decimal sign is a point: 75.5."),
    ("▸[urban]", f"A rule may not hold a list here. {LISTS}."),
    ("▸{urban}", f"A rule may not hold a set here. {LISTS}."),
    ("▸{'a': 1}", "A rule may not hold a table ({...}). Write 'x if c else y' for each case, or a parameter."),
    ("age == ▸None", "A rule may not hold None. What is missing is unknown in a comparison; coalesce(x, y) puts y in its place."),
    ("region == ▸b'x'", "A rule may not hold bytes (b'...'). Write a plain word between quotes, such as 'female'."),
    ("▸...", "A rule may not hold '...'. Write the whole rule."),
    ("▸age[0] > 1", "A rule may not hold square brackets after a name. Name the variable itself, such as household.head.age."),
    ("▸lambda: urban", "A rule may not hold a function of one's own (lambda). Write the condition itself."),
    ("▸f'{age}' == region", "A rule may not hold a formatted text (f'...'). Write a plain word between quotes, such as 'female'."),
    ("(▸y := age) > 1", "A rule may not hold ':='. Write '==' to compare."),
    ("▸[x for x in (1, 2)]", LOOP),
    ("▸(x for x in (1, 2))", LOOP),
    ("▸{x for x in (1, 2)}", LOOP),
    ("▸{x: x for x in (1, 2)}", LOOP),
    ("▸await age", "A rule may not hold 'await'. Write the value itself."),
    ("(▸yield age)", "A rule may not hold 'yield'. Write the value itself."),
    ("(▸yield from age)", "A rule may not hold 'yield'. Write the value itself."),
]  # fmt: skip

AMOUNTS = [
    ("▸75", "amount is a pure number. Expected LCU/day, LCU/week, LCU/month or LCU/year. Write amounts of money as parameters with their unit."),
    ("▸age", "amount is in year. Expected LCU/day, LCU/week, LCU/month or LCU/year."),
    ("▸grant * age", "amount is in LCU*year/month. Expected LCU/day, LCU/week, LCU/month or LCU/year."),
    ("▸grant / line", "amount is in year/month. Expected LCU/day, LCU/week, LCU/month or LCU/year."),
    ("▸urban", "amount takes a number, not a condition."),
    ("grant if urban else ▸line", f"'x if c else y' meets LCU/month and LCU/year. Expected one unit. {CONVERT}"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [*NAMES, *CALLS, *TYPES, *WORDS, *SIGNS, *FORM])
def test_a_condition_is_refused(text, said):
    assert refusal(read, with_eligible(text)) == said


@pytest.mark.parametrize(("text", "said"), AMOUNTS)
def test_an_amount_is_refused(text, said):
    assert refusal(read, with_amount(text)) == said
