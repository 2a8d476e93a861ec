"""What each sentence of a decision says, in Chinese office language and in English.

Each code has its two texts. Fields are the line's parameters. Conversions: ``!w`` a word of ``words``,
``!a`` arithmetic, ``!c`` clauses, ``!o`` in brackets if there, ``!k`` the same class's amount if
another, ``!q`` an open question by its name, ``!t`` a reason without its full stop. ``{told}`` is
an earlier event, ``{each}`` lower steps with their money.
"""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    # 1 force
    "draft": (
        "《{policy}》为征求意见稿，尚未生效，不得据以奖励",
        "“{policy}” is a consultation draft, not in force; nothing may be paid under it",
    ),
    "basis_not_ruled": (
        "政策有效期为{first}至{last}，以认定日期（{award}）还是申领日期（{claim}）为准尚未裁定",
        "not ruled: must the date of award ({award}) or of claim ({claim}) be in {first} to {last}",
    ),
    "before_force": (
        "{basis!w}{day}早于政策施行日{first}，政策尚未生效",
        "{basis!w}, {day}, is before the policy's first day, {first}",
    ),
    "after_force": (
        "{basis!w}{day}晚于政策有效期末日{last}，政策已失效",
        "{basis!w}, {day}, is after the policy's last day, {last}",
    ),
    "in_force": (
        "{basis!w}{day}在政策有效期内（{first}至{last}）",
        "{basis!w}, {day}, is within the policy's period ({first} to {last})",
    ),
    # 2 trigger and recipient
    "no_rule": (
        "《{policy}》没有针对{event}的条款",
        "“{policy}” has no clause for {event}",
    ),
    "no_rule_kind": (
        "该条款不涉及此类事项（{event}）",
        "the clause does not speak of this kind of event ({event})",
    ),
    "no_rule_honour": ("该条款未列{event}", "the clause does not list {event}"),
    "no_rule_level": (
        "该条款未列{event}的等级",
        "the clause does not list the level of {event}",
    ),
    "no_rule_rank": (
        "该条款仅对排名第{ranks}的单位，本单位在{event}中排名第{rank}",
        "the clause is for ranks {ranks}; the rank in {event} is {rank}",
    ),
    "no_rule_occasion": (
        "该条款不适用于{occasion!w}（{event}）",
        "the clause is not for {occasion!w} ({event})",
    ),
    "no_rule_recipient": (
        "该条款的奖励对象为{kinds!w}，不含{recipient!w}",
        "the clause rewards {kinds!w}, not {recipient!w}",
    ),
    "no_rule_reading": (
        "按裁定的解释，该条款不适用于本事项",
        "as the clause was ruled to be read, it does not apply here",
    ),
    "reading_not_ruled": (
        "条款文义有两种理解（{reading!w}为其一），尚未裁定",
        "the clause can be read in more than one way ({reading!w} is one); none has been ruled",
    ),
    "rule_applies": (
        "该条款适用于{event}（对象：{recipient!w}）",
        "the clause applies to {event} (recipient: {recipient!w})",
    ),
    "budget_unit_not_ruled": (
        "财政全额保障单位是否发放奖金尚未裁定",
        "whether a unit living on public budget gets money has not been ruled",
    ),
    "budget_unit": (
        "该单位由财政全额保障，只发证书，不发奖金",
        "the unit lives on public budget: a certificate, no money",
    ),
    "budget_unit_paid": (
        "财政保障单位按裁定同样奖励",
        "units on public budget are rewarded too, as ruled",
    ),
    # 3 contradiction
    "no_contradiction": (
        "无其他条款就同一事项规定不同金额",
        "no other clause promises another amount for this event",
    ),
    "contradiction": (
        "《{policy}》对同一事项规定了不同金额：{clauses!c}，未经裁定不得奖励",
        "“{policy}” has different amounts for it: {clauses!c}; nothing is due until ruled",
    ),
    "contradiction_ruled": (
        "条款金额冲突，经裁定适用{clauses!c}",
        "clauses contradict; it was ruled that {clauses!c} applies",
    ),
    "other_clause_ruled": (
        "条款金额冲突，经裁定适用{clauses!c}，不适用本条款",
        "clauses contradict; it was ruled that {clauses!c} applies, not this one",
    ),
    "same_amount_elsewhere": (
        "同一事项已按{clauses!c}奖励，金额相同，不重复奖励",
        "the same event is rewarded in the same amount under {clauses!c}; not twice",
    ),
    # 4 newness
    "occasion_named": (
        "该条款即针对{occasion!w}",
        "the clause is for {occasion!w} itself",
    ),
    "newness_not_asked": (
        "条款不以新取得或首次为条件",
        "the clause asks for neither new nor first",
    ),
    "occasion_not_ruled": (
        "本次为{occasion!w}，是否奖励尚未裁定",
        "this is {occasion!w}; whether it is rewarded has not been ruled",
    ),
    "occasion_excluded": (
        "本次为{occasion!w}，按裁定不予奖励",
        "this is {occasion!w}, which was ruled out",
    ),
    "occasion_counts": (
        "本次为{occasion!w}，按裁定视为新取得",
        "this is {occasion!w}, which was ruled to count as new",
    ),
    "not_new": (
        "本次为{occasion!w}，不属于新取得；对{asked!q}没有另行裁定",
        "this is {occasion!w}, which is not newly obtained; nothing else was ruled on {asked!q}",
    ),
    "unit_not_ruled": (
        "“每件”的计算单位尚未裁定",
        "what “per item” (每件) counts has not been ruled",
    ),
    "newly_obtained": ("{per!w}此前未获同类奖励", "{per!w} had no such award before"),
    "newly_obtained_step": ("{per!w}此前未获{event}", "{per!w} had no {event} before"),
    "newly_obtained_unit": (
        "“每件”按{unit!w}计算，此前未获同类奖励",
        "“per item” (每件) counts by {unit!w}, which had no such award before",
    ),
    "again_ruled_new": (
        "此前已有{told}，按裁定再次取得视为新取得",
        "after {told}, obtaining it again was ruled to count as new",
    ),
    "had_before": (
        "此前已有{told}，不属于新取得；对{asked!q}没有另行裁定",
        "it is not newly obtained after {told}; nothing else was ruled on {asked!q}",
    ),
    "first_time": (
        "此前（含前身单位）未获该荣誉，为首次",
        "the honour was not held before, by predecessors either: the first time",
    ),
    "first_in_scope": (
        "“首次”按{scope!w}、{span!w}计算，本次为首次",
        "“the first time” counts by {scope!w}, {span!w}: it is the first",
    ),
    "not_first": (
        "此前已有{told}，非首次获得",
        "it is not the first time, after {told}",
    ),
    "first_not_ruled": (
        "此前已有{told}，是否仍为“首次”取决于尚未裁定的{unsettled!w}",
        "after {told}, whether it is “the first time” depends on what is not ruled: {unsettled!w}",
    ),
    # 5 highest only, ladder
    "higher_in_group": (
        "同期已有更高等次{told}，同类奖励只按最高等次",
        "only the highest of the period counts, and {told} is higher",
    ),
    "lower_in_group": (
        "同期较低等次{told}已付或已核定{money}，只按最高等次，予以扣减{sum!a}",
        "only the highest counts; {money} paid or committed for {told} is taken off{sum!a}",
    ),
    "ladder_step_unknown": (
        "该荣誉在梯次中的等级未登记，无法计算",
        "the step of this honour on the ladder is not registered",
    ),
    "ladder_not_ruled": (
        "较低等次{each}，晋级如何计算取决于尚未裁定的{unsettled!w}",
        "{each}; what an upgrade is due depends on what has not been ruled: {unsettled!w}",
    ),
    "higher_not_ruled": (
        "此前已有更高等次{told}，是否影响本次取决于尚未裁定的{unsettled!w}",
        "whether {told}, a higher step, stops this depends on what is not ruled: {unsettled!w}",
    ),
    "lower_after_higher": (
        "此前已取得更高等次{told}，再获较低等次不予奖励",
        "a lower step after a higher one, {told}, is due nothing",
    ),
    "higher_paid": (
        "更高等次{each}，本等次不再奖励",
        "{each}; the lower step is due nothing more",
    ),
    "within_higher": (
        "各等次{each}，合计以最高等次金额为限{sum!a}",
        "{each}; all steps together get the highest step's amount{sum!a}",
    ),
    "upgrade_none": (
        "较低等次{each}，晋级不再奖励",
        "{each}; an upgrade is due nothing more",
    ),
    "no_step_before": (
        "不涉及梯次或同类从高扣减",
        "no ladder and no highest-only group takes anything off",
    ),
    "nothing_before": ("本梯次此前未付奖励", "nothing was paid before on this ladder"),
    "upgrade_full": (
        "较低等次{each}，晋级按全额奖励，不扣减",
        "{each}; an upgrade is paid in full, nothing is taken off",
    ),
    "upgrade_difference": (
        "较低等次{each}，晋级奖励差额{sum!a}",
        "{each}; an upgrade is paid the difference{sum!a}",
    ),
    # 6 amount
    "fixed": ("定额{amount}", "a fixed amount of {amount}"),
    "supplement": (
        "本事项已付或已核定{paid}，本次补发差额{sum!a}",
        "{paid} was paid or committed for this very event; the difference is added{sum!a}",
    ),
    "nothing_to_add": (
        "本事项已付或已核定{paid}，已不少于应奖励金额，无差额可补",
        "{paid} was paid or committed for this very event: nothing is left to be added",
    ),
    "nothing_left": ("扣减后无余额{sum!a}", "nothing is left{sum!a}"),
    "limit": ("本项限额{sum!a}", "the limit here{sum!a}"),
    "ceiling_used_up": ("{ceiling}的上限已用完", "the ceiling of {ceiling} is used up"),
    "sharing_not_ruled": (
        "与{names}共同参与，上限由各方共用还是各自适用尚未裁定",
        "with {names}: whether they share one ceiling has not been ruled",
    ),
    "shared": (
        "与{names}共用一个上限，其已核定{total}",
        "one ceiling is shared with {names}, who have {total}",
    ),
    "ceiling_open": (
        "条款仅规定上限，金额须按年度标准或由经办人员在{limit}以内说明理由后核定",
        "a ceiling only: the year's rate table, or an officer with a reason, sets up to {limit}",
    ),
    "discretionary_open": (
        "条款未规定金额，须由经办人员说明理由后核定",
        "the clause names no amount; an officer sets it with a reason",
    ),
    "discretionary_none": (
        "条款未规定金额，按裁定不以资金方式扶持",
        "the clause names no amount, and it was ruled that no money is given",
    ),
    "amount_without_reason": (
        "拟定金额{amount}未说明理由，不予采用",
        "the amount of {amount} was set without a reason and is not taken",
    ),
    "amount_above_limit": (
        "拟定金额{amount}超过限额{limit}，须重新核定",
        "the amount of {amount} is above the limit of {limit} and must be set again",
    ),
    "set_to_nothing": (
        "金额核定为0（{reason!t}{document!o}）",
        "the amount was set to nothing ({reason!t}{document!o})",
    ),
    "amount_by_officer": (
        "经办人员核定{amount}，理由：{reason!t}{document!o}{same_class!k}",
        "an officer set {amount}; reason: {reason!t}{document!o}{same_class!k}",
    ),
    "amount_by_table": (
        "按年度奖励标准{document!o}为{amount}",
        "by the year's rate table{document!o}: {amount}",
    ),
    # 7 tax
    "no_tax": ("收款单位非个人，不涉及个人所得税", "no person's income tax"),
    "tax_not_ruled": (
        "个人奖金的个人所得税处理尚未裁定",
        "how the person's income tax is treated has not been ruled",
    ),
    "tax_opinion_missing": (
        "个人所得税按免税处理，但缺税务意见文号",
        "exempt from income tax, but the number of the tax opinion is missing",
    ),
    "tax_exempt": (
        "个人所得税免征（税务意见{opinion}）",
        "exempt from income tax (opinion {opinion})",
    ),
    "tax_withheld": (
        "税前{gross}，按{rate}代扣个人所得税{tax}，实发{net}",
        "gross {gross}, {rate} income tax withheld {tax}, net {net}",
    ),
    "tax_grossed_up": (
        "承诺税后{net}，折算税前{gross}，按{rate}代扣个人所得税{tax}",
        "{net} is promised after tax: gross {gross}, {rate} income tax withheld {tax}",
    ),
    # 8 payers
    "payers_not_ruled": (
        "市与区县如何分担尚未裁定",
        "how city and district share the cost has not been ruled",
    ),
    "paid_by_city": ("由{payer}承担{amount}", "{payer} pays {amount}"),
    "payer_table_missing": (
        "{district}在{day}没有有效的分担比例表",
        "no table of payers is in force for {district} on {day}",
    ),
    "payer_tables_overlap": (
        "{district}在{day}有多个分担比例表",
        "more than one table of payers is in force for {district} on {day}",
    ),
    "shares": ("按{weights}的比例分担{document!o}", "shared {weights}{document!o}"),
    # 9 holds
    "withdrawn": (
        "证书已于{on}被撤销{document!o}，申领终止",
        "the certificate was withdrawn on {on}{document!o}; the claim ends",
    ),
    "revoked": (
        "荣誉已于{on}被取消{document!o}，申领终止",
        "the honour was revoked on {on}{document!o}; the claim ends",
    ),
    "no_hold": ("无暂缓事项", "nothing to wait for"),
    "hold_blacklist": (
        "企业在失信名单中{detail!o}，待信用修复后拨付",
        "the recipient is blacklisted{detail!o}; payment waits for the repair",
    ),
    "hold_suspended": (
        "证书处于暂停状态{detail!o}，待认证机构恢复后拨付",
        "the certificate is suspended{detail!o}; payment waits until its body restores it",
    ),
    "hold_no_account": (
        "尚无经确认的收款账户{detail!o}，待收款人确认账户",
        "there is no trusted account{detail!o}; the recipient must confirm one",
    ),
    "hold_no_fund": (
        "专项资金余额不足{detail!o}，待财政安排",
        "the fund is exhausted{detail!o}; finance must provide",
    ),
    "hold_objection": (
        "有未办结的异议{detail!o}，待异议处理人员答复",
        "an objection is open{detail!o}; the objection officer must answer it",
    ),
    "hold_cancelled": (
        "证书已注销{detail!o}，是否继续拨付待主管部门裁定",
        "the certificate was cancelled{detail!o}; the authority must rule whether to pay",
    ),
}
