use super::store::{PriceRule, SEQ, STATE, TABLES, columns, price_rule, read};
use super::warn::{as_written, warnings};
use crate::db::{Conditions, Snapshot};
use crate::kernel::text::{MAX_SEARCH, contains_pattern, fold};
use crate::kernel::{
    Failure, Fields, PriceRuleId, PriceRuleKind, PriceRuleState, Problem, Refusal, VariantId, page_limit,
};
use rusqlite::named_params;

crate::strict_request! {
    pub struct PriceRuleGet {
        pub id: PriceRuleId,
    }
}
crate::request! {
    pub struct PriceRuleCountsGet {}
    pub struct PriceRuleList {
        pub filter: Option<PriceRuleFilter>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
    pub struct PriceRuleFilter {
        pub kinds: Option<Vec<PriceRuleKind>>,
        /// Left out: all but the archived.
        pub states: Option<Vec<PriceRuleState>>,
        /// Part of the rule's name, or of what it is about: a SKU, a product, a category, a tier.
        pub text: Option<String>,
        /// Rules in whose scope this variant lies.
        pub variant_id: Option<VariantId>,
    }
}
crate::response! {
    /// The newest first.
    pub struct PriceRulePage {
        pub rows: Vec<PriceRule>,
        pub next: Option<String>,
    }
    /// Rules that are not archived.
    pub struct PriceRuleCounts {
        pub all: i64,
        pub promotion: i64,
        pub quantity_break: i64,
        pub tier: i64,
        /// Of all kinds: their time is over.
        pub ended: i64,
        /// Of all kinds: they count now.
        pub active: i64,
    }
}

pub fn price_rule_get(books: &Snapshot<'_>, request: PriceRuleGet) -> Result<PriceRule, Failure> {
    let mut rule = read(books, request.id)?;
    if !rule.archived {
        rule.warnings = warnings(books, &as_written(books, request.id)?)?;
    }
    Ok(rule)
}

pub fn price_rule_counts(books: &Snapshot<'_>, _: PriceRuleCountsGet) -> Result<PriceRuleCounts, Failure> {
    books.one(
        &format!(
            "SELECT count(*), count(*) FILTER (WHERE kind = 'promotion'),
                    count(*) FILTER (WHERE kind = 'quantity_break'), count(*) FILTER (WHERE kind = 'tier'),
                    count(*) FILTER (WHERE state = 'ended'), count(*) FILTER (WHERE state = 'active')
             FROM (SELECT rule.kind, {STATE} AS state FROM price_rule AS rule WHERE rule.archived_at IS NULL)"
        ),
        named_params! { ":now": books.now },
        |row| {
            Ok(PriceRuleCounts {
                all: row.get(0)?,
                promotion: row.get(1)?,
                quantity_break: row.get(2)?,
                tier: row.get(3)?,
                ended: row.get(4)?,
                active: row.get(5)?,
            })
        },
    )
}

/// The rules that a variant lies in the scope of. The category's parents are walked up.
const COULD_TOUCH: &str = "(rule.scope = 'store'
  OR rule.variant_id = :variant_id
  OR rule.product_id = (SELECT product_id FROM variant WHERE id = :variant_id)
  OR rule.category_id IN (
    WITH RECURSIVE up (id, parent_id) AS (
      SELECT above.id, above.parent_id FROM category AS above
      WHERE above.id = (SELECT sold.category_id FROM variant AS one
                        JOIN product AS sold ON sold.id = one.product_id WHERE one.id = :variant_id)
      UNION SELECT above.id, above.parent_id FROM category AS above JOIN up ON above.id = up.parent_id)
    SELECT id FROM up))";

pub fn price_rule_list(books: &Snapshot<'_>, request: PriceRuleList) -> Result<PriceRulePage, Failure> {
    let limit = page_limit(request.limit);
    let mut conditions = Conditions::default();
    conditions.bind(":now", books.now);
    if let Some(cursor) = request.cursor {
        let before: i64 = cursor.parse().map_err(|_| Refusal::field("cursor", Problem::Malformed, None))?;
        conditions.and_with("rule.row_no < :before", ":before", before);
    }
    let filter = request.filter.unwrap_or_default();
    let mut fields = Fields::default();
    let text = fields.text("filter.text", filter.text.as_deref().unwrap_or_default(), MAX_SEARCH);
    fields.finish()?;
    if let Some(kinds) = filter.kinds {
        conditions.and_with(
            "rule.kind IN (SELECT value FROM json_each(:kinds))",
            ":kinds",
            serde_json::to_string(&kinds)?,
        );
    }
    match filter.states {
        Some(states) => conditions.and_with(
            format!("{STATE} IN (SELECT value FROM json_each(:states))"),
            ":states",
            serde_json::to_string(&states)?,
        ),
        None => conditions.and("rule.archived_at IS NULL"),
    }
    if !text.is_empty() {
        let names = [
            "rule.name_folded",
            "variant.sku_folded",
            "product.name_folded",
            "category.path_folded",
            "tier.name_folded",
        ];
        let any: Vec<String> = names.iter().map(|name| format!("{name} LIKE :text ESCAPE '\\'")).collect();
        conditions.and_with(format!("({})", any.join(" OR ")), ":text", contains_pattern(&fold(&text)));
    }
    if let Some(variant_id) = filter.variant_id {
        conditions.and_with(COULD_TOUCH, ":variant_id", variant_id);
    }
    let rows = books.rows(
        &format!(
            "SELECT {columns} FROM {TABLES} WHERE {conditions} ORDER BY rule.row_no DESC LIMIT {limit}",
            columns = columns(),
            conditions = conditions.sql(),
        ),
        conditions.values().as_slice(),
        |row| Ok((price_rule(books, row)?, row.get::<_, i64>(SEQ)?)),
    )?;
    let next = (rows.len() as i64 == limit).then(|| rows.last().map(|(_, seq)| seq.to_string())).flatten();
    Ok(PriceRulePage { rows: rows.into_iter().map(|(row, _)| row).collect(), next })
}
