"""The model told person by person: slow, without arrays, each person with an own history of wages."""

from __future__ import annotations

from collections import defaultdict

DROP = 1e-15


class Plain:
    """Persons are tuples with a weight: insured (sex, age, service), formerly insured with the wage they left on as well,
    pensioners (branch, sex, age) with their pension. Sex 0 is female."""

    def __init__(self, rules, people, survival, first):
        self.r, self.people, self.survival, self.first = rules, people, survival, first
        self.active, self.former = defaultdict(float), defaultdict(float)
        self.pensioners = defaultdict(float)
        lo, hi = rules["ages"]
        for sex in (0, 1):
            for age in range(lo, hi + 1):
                self.active[sex, age, 0] = people[0][sex][age] * rules["share"]
        self.years = []

    def wage(self, year, sex, age):
        lo, hi = self.r["ages"]
        profile = self.r["profile"](sex, min(max(age, lo), hi))
        return min(profile * (1 + self.r["wage_growth"]) ** (year - self.first), self.r["ceiling"])

    def reference(self, year, sex, age, service):
        """The average of the last wages, valorised by prices."""
        span = min(max(service, 1), self.r["reference_years"])
        total = 0.0
        for k in range(span):
            if age - k >= 0:
                total += self.wage(year - k, sex, age - k) * (1 + self.r["inflation"]) ** k
        return total / span

    def pension(self, share, wage):
        return max(share * wage, self.r["minimum"]) if share * wage > 0 else 0.0

    def right(self, service):
        return sum(self.r["accrual"][0] if year < 15 else self.r["accrual"][1] for year in range(service))

    def run(self, years):
        for t in range(years):
            self.year(t, final=t == years - 1)
        return self.years

    def year(self, t, final):
        r, year = self.r, self.first + t
        book = {
            "insured": sum(self.active.values()),
            "former": sum(self.former.values()),
            "wages": sum(w * r["density"] * self.wage(year, s, a) for (s, a, _), w in self.active.items()),
            "pensioners": sum(self.pensioners.values()),
            "old_age": sum(w * p for (b, _, _, p), w in self.pensioners.items() if b == "old_age"),
            "invalidity": sum(w * p for (b, _, _, p), w in self.pensioners.items() if b == "invalidity"),
            "survivors": sum(w * p for (b, _, _, p), w in self.pensioners.items() if b in ("spouse", "orphan")),
            "injury": sum(w * p for (b, _, _, p), w in self.pensioners.items() if b.startswith("injur")),
            "killed": 0.0,
            "disabled": 0.0,
        }
        next_pensioners = defaultdict(float)
        for (branch, sex, age, amount), weight in self.pensioners.items():
            alive = self.alive(t, sex, age, branch)
            after = min(age + 1, 100)
            raised = 1 + (r["injury_indexation"] if branch.startswith("injur") else r["indexation"])
            if not (branch in ("orphan", "injury_orphan") and after >= r["orphan_until"]):
                next_pensioners[branch, sex, after, amount * raised] += weight * alive
            if branch in ("old_age", "invalidity"):
                self.bereaved(next_pensioners, sex, after, weight * (1 - alive), amount * raised)
                book["survivors"] += weight * (1 - alive) * amount * max(r["lump_until"] - after, 0)
        staying, next_former = defaultdict(float), defaultdict(float)
        for (sex, age, service), weight in self.active.items():
            for served, part in ((service + 1, r["density"]), (service, 1 - r["density"])):
                self.insured_year(t, sex, age, served, weight * part, staying, next_former, next_pensioners, book)
        still = defaultdict(float)
        for (sex, age, service, wage), weight in self.former.items():
            alive = weight * self.alive(t, sex, age, "")
            paid_now, wage = wage, wage * (1 + r["deferred"])
            if age + 1 >= r["retire"]:
                self.end(alive, sex, age + 1, service, wage, next_pensioners, book, paid_now)
            else:
                still[sex, age + 1, service, wage] += alive
        if not final:
            self.entrants(t, staying, still, next_former, year)
            self.active, self.former, self.pensioners = staying, still, next_pensioners
        self.years.append(book)

    def alive(self, t, sex, age, branch):
        survival = self.survival[sex][age]
        times = {"invalidity": self.r["invalid_mortality"], "injured": self.r["injury_mortality"]}
        return 1 - times.get(branch, 1.0) * (1 - survival)

    def insured_year(self, t, sex, age, service, weight, staying, former, pensioners, book):
        r, year = self.r, self.first + t
        wage = self.reference(year, sex, age, service)
        alive = self.survival[sex][age]
        credited = self.right(max(service, r["credited"]))
        earned = self.wage(year, sex, age)
        killed = weight * r["density"] * r["fatal"]
        book["killed"] += killed
        self.bereaved(pensioners, sex, age + 1, killed, earned, "injury_")
        if service >= r["survivors_service"]:
            amount = self.pension(credited, wage)
            died = weight * (1 - alive) - killed
            self.bereaved(pensioners, sex, age + 1, died, amount)
            book["survivors"] += died * amount * r["lump_years"]
        disabled = weight * alive * r["density"] * r["disabled"]
        book["disabled"] += disabled
        pensioners["injured", sex, age + 1, r["degree"] * r["injury_share"] * earned] += disabled
        working = weight * alive - disabled * r["stops"]
        invalid = working * r["invalidity"]
        if service >= r["invalid_service"]:
            pensioners["invalidity", sex, age + 1, self.pension(credited, wage)] += invalid
        rest = working - invalid
        if age + 1 >= r["retire"]:
            self.end(rest, sex, age + 1, service, wage, pensioners, book)
            return
        former[sex, age + 1, service, wage] += rest * r["turnover"]
        staying[sex, age + 1, service, wage] += rest * (1 - r["turnover"])

    def end(self, weight, sex, age, service, wage, pensioners, book, paid_now=None):
        if service >= self.r["old_age_service"]:
            pensioners["old_age", sex, age, self.pension(self.right(service), wage)] += weight
        else:
            book["old_age"] += weight * service * self.r["grant"] * (wage if paid_now is None else paid_now)

    def bereaved(self, pensioners, sex, age, weight, amount, why=""):
        r = self.r
        spouse = max(0, min(100, age + (r["gap"] if sex == 0 else -r["gap"])))
        pensioners[why + "spouse", 1 - sex, spouse, amount * r["spouse_share"]] += weight * r["married"]
        for child in (0, 1):
            key = why + "orphan", child, r["orphan_age"], amount * r["orphan_share"]
            pensioners[key] += weight * r["children"] / 2

    def entrants(self, t, staying, still, leavers, year):
        """Fill each age up to its target, with those insured before as far as wanted; or let some go in proportion."""
        r = self.r
        lo, hi = r["ages"]
        kept = defaultdict(float)
        for sex in (0, 1):
            for age in range(lo, hi + 1):
                target = self.people[t + 1][sex][age] * r["share"]
                here = {key: w for key, w in staying.items() if key[:2] == (sex, age)}
                total = sum(here.values())
                part = min(1.0, target / total) if total > 0 else 0.0
                for (_, _, service, wage), weight in here.items():
                    kept[sex, age, service] += weight * part
                    leavers[sex, age, service, wage] += weight * (1 - part)
                wanted = max(target - total, 0.0)
                pool = {key: w for key, w in still.items() if key[:2] == (sex, age)}
                there = sum(pool.values())
                back = min(wanted * r["returning"], there)
                for key, weight in pool.items():
                    kept[sex, age, key[2]] += weight * back / there
                    still[key] = weight * (1 - back / there)
                kept[sex, age, 0] += wanted - back
        for key, weight in leavers.items():
            still[key] += weight
        for store in (still, kept):
            for key in [key for key, weight in store.items() if weight < DROP]:
                del store[key]
        staying.clear()
        staying.update(kept)
