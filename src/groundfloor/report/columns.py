"""Of which kind each column of the tables is; what it is called and means stands in the messages."""

from __future__ import annotations

KINDS = {
    "year": "year last_year origin caseload_year cost_year known_year projected_year",
    "people": "population in_need covered gap newly_poor poor_baseline poor_shocked persons hit reaching reached people_nearest people_within in_reach left_in_reach served without_place served_reversed served_most spare capacity people_added people_before people_reachable people_in_file people_on_grid poor poor_reached poor_low poor_high reached_through reached_straight people_without",
    "recipients": "target_population beneficiaries survey_recipients survey_recipients_se administrative_recipients simulated_recipients simulated_recipients_se payers "
    "within_reach within_reach_low within_reach_high out_of_reach eligible eligible_se recipients lacking entitled_receiving entitled_not_receiving not_entitled_receiving neither "
    "beneficiaries_baseline beneficiaries_shocked newly_entitled "
    "insured formerly_insured pensioners died invalid invalid_without retired granted left entered returned former_died "
    "former_retired former_granted new_beneficiaries new_covered needed",
    "money": "gap_lcu benefit_lcu transfers_lcu transfers_out_of_reach_lcu administration_lcu total_lcu cost_lcu "
    "administration_per_beneficiary_lcu administration_fixed_lcu start_up_lcu total_lcu_low total_lcu_high "
    "survey_amount survey_amount_se administrative_amount amount_lcu amount_received amount_due simulated_amount simulated_amount_se "
    "wages_lcu contributions_lcu benefits_lcu expenditure_lcu balance_lcu interest_lcu reserve_lcu rights_lcu in_payment_lcu "
    "rise_lcu rise_today_lcu mended_lcu added_cost_lcu gap_lcu_baseline gap_lcu_shocked total_lcu_baseline total_lcu_shocked "
    "implicit_debt_lcu capital_lcu recurrent_lcu additional_lcu annualised_lcu government_lcu households_lcu external_lcu additional_government_lcu replacement_lcu budget_lcu cost_once cost_yearly cost_once_together cost_yearly_together",
    "share": "coverage_rate before after change share recipients_ratio amount_ratio amount_known "
    "simulated_ratio simulated_amount_ratio implied implied_se take_up exclusion_error exclusion_error_se inclusion_error inclusion_error_se "
    "contribution_rate payg_cost_rate pension_cost_rate dependency_ratio replacement_ratio interest_rate scaled_premium "
    "headcount_baseline headcount_shocked absorbed absorbed_se mended_per_cost share_hit share_hit_se lost lost_se "
    "general_average_premium cost_rate share_of_wages level coverage_share weight closed closed_at_most share_of_variance forecast actual error share_of_reaching share_served share_within_reach share_of_people share_poorest share_richest gap_of_shares share_poor share_poor_low share_poor_high share_others share_others_low share_others_high share_through share_straight share_none share_in_reach share_affordable share_quality share_both share_effective moved_low moved_high share_low share_high",
    "percent": "pct_gdp pct_government_expenditure low base high cost_pct_gdp financing_pct_gdp gap_pct_gdp "
    "debt_pct_gdp_before debt_pct_gdp_after coverage_pct left_out pledges_pct_gdp borrowed_pct_gdp debt_pct_gdp cost_pct_gdp_low cost_pct_gdp_high "
    "primary_balance_pct_gdp stock_flow_pct_gdp stabilising_balance_pct_gdp target_balance_pct_gdp room_pct_gdp ceiling_pct_gdp "
    "wages_pct_gdp contributions_pct_gdp benefits_pct_gdp administration_pct_gdp expenditure_pct_gdp balance_pct_gdp "
    "interest_pct_gdp reserve_pct_gdp rights_pct_gdp in_payment_pct_gdp implicit_debt_pct_gdp pct_of_gdp envelope_pct_gdp "
    "pct_gdp_baseline pct_gdp_shocked cost_pct_gdp_baseline cost_pct_gdp_shocked financing_pct_gdp_baseline financing_pct_gdp_shocked "
    "gap_pct_gdp_baseline gap_pct_gdp_shocked debt_pct_gdp_baseline debt_pct_gdp_shocked "
    "total_pct_gdp capital_pct_gdp recurrent_pct_gdp additional_pct_gdp annualised_pct_gdp government_pct_gdp households_pct_gdp external_pct_gdp "
    "additional_government_pct_gdp replacement_pct_gdp budget_pct_gdp transfers_pct_gdp services_pct_gdp",
    "count": "horizon age quintile n n_before n_after rows points order caseload undecided file_line facility moved_m turn step candidates demands sites cells_larger to_facility",
    "number": "multiple open_before open_after taken allowed room shadow_price "
    "baseline shocked price_level value amount factor debt_factor drawn_below se ci_low ci_high x y x_low x_high t p_value target achieved difference known projected ratio "
    "central mean p5 p10 p25 p50 p75 p90 p95 swing within_minutes minutes_served minutes_median minutes_p90 longitude latitude km_per_hour west south east north longest_minutes minutes_mean minutes_before added added_together most_together bound concentration erreygers minutes km minutes_there km_there minutes_through minutes_straight supply_per_1000 supply_p10 furthest_minutes",
    "flag": "one_off synthetic capped illustrative assumption used in_50 in_90 efficient afoot proven cycling",
}
HEADINGS = 2  # rows of a sheet above its figures: the heading and the machine's name
FORMATS = {
    "year": "0",
    "people": "#,##0",
    "recipients": "#,##0",
    "money": "#,##0",
    "share": "0.0%",
    "percent": "0.00",
    "count": "#,##0",
    "number": "[>=1000]#,##0;[<=-1000]-#,##0;General",
}
ELSEWHERE = frozenset(
    (
        "population", "financing", "pledges", "economy", "schemes", "coverage", "backtest", "shock_economy", "shock_sources",
        "services", "services_inputs", "services_numbers",
        "early_warning", "contributory", "contributory_branches", "contributory_payers", "contributory_flows", "contributory_known", "contributory_numbers", "contributory_changes",
        "access", "access_time", "access_facilities", "access_served", "access_catchments", "access_speeds", "access_sources",
        "access_sites", "access_sites_bound", "access_reachable",
        "access_groups", "access_inequality", "access_poor", "access_referral", "access_way", "access_way_time", "access_supply",
    )
)  # fmt: skip  # tables that do not come from households
EXCEPTIONS = {("impact", "se"): "share", ("gaps", "se"): "share"}
EXCEPTIONS |= {("shocks", "se"): "share", ("shock_absorbed", "se"): "share"}
EXCEPTIONS |= {("access_effective", column): "share" for column in ("se", "se_both", "ci_low", "ci_high")}
EXCEPTIONS |= {("backtest", column): "share" for column in ("p5", "p25", "p75", "p95")}
ELSEWHERE |= {"backtest_population", "bands"}
PERSONS = ("forecast", "actual", "error", "p5", "p25", "p75", "p95")
EXCEPTIONS |= {("backtest_population", column): "people" for column in PERSONS}
EXCEPTIONS |= {("backtest_costs", column): "money" for column in ("forecast_lcu", "actual_lcu", "error_lcu")}
EXCEPTIONS |= {(table, "error_pct"): "percent" for table in ("backtest_population", "backtest_costs")}
EXCEPTIONS |= {("uncertainty", "share_above_zero"): "share"}
EXCEPTIONS |= {("access_sites_bound", "gap"): "share"}
EXCEPTIONS |= {("differences", column): "number" for column in ("before", "after", "change")}
OF_GRID = ("grid", "grid_standing", "grid_figures")
GRID_SHARES = ("coverage", "fgt0", "fgt1", "fgt2", "benefit_incidence")
EXCEPTIONS |= {(table, column): "share" for table in OF_GRID for column in GRID_SHARES}
EXCEPTIONS |= {
    (table, column): kind
    for table in OF_GRID
    for column, kind in {
        "gini": "number",
        "mean_welfare": "money",
        "median_welfare": "money",
        "transfer_per_capita": "money",
    }.items()
}
EXCEPTIONS |= {("grid_numbers", column): "number" for column in ("standing", "lowest", "highest")}
EXCEPTIONS |= {("grid_numbers", "numbers"): "count"} | {(table, "setting"): "count" for table in OF_GRID}
ELSEWHERE |= {"grid_numbers"}
_KIND = {column: kind for kind, columns in KINDS.items() for column in columns.split()}


def kind_of(table: str, column: str) -> str:
    """The kind of a column; one that is not known is text. A column of a grid is of the kind of its measure, which stands before the first dot.

    >>> kind_of("costs", "pct_gdp"), kind_of("impact", "se"), kind_of("measures", "se"), kind_of("costs", "scenario")
    ('percent', 'share', 'number', 'text')
    >>> kind_of("grid", "fgt0.national"), kind_of("grid", "child_grant.grant")
    ('share', 'number')
    """
    measure, dot, _ = column.partition(".")
    if dot and table in OF_GRID:
        return EXCEPTIONS.get((OF_GRID[0], measure)) or _KIND.get(measure, "number")
    return EXCEPTIONS.get((table, column)) or _KIND.get(column, "text")
