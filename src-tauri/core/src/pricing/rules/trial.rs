//! What a rule would have done to the orders of the last days.

use super::create::{PriceRuleCreate, check_names, parse};
use super::store::PriceWarning;
use super::warn::{as_written, moment, warnings};
use crate::db::Snapshot;
use crate::kernel::{Failure, Fields, Instant, Minor, Money, PriceRuleId, Problem, Refusal, TierId, VariantId};
use crate::pricing::book::rule_book;
use crate::pricing::engine::{Goods, Rule, RuleBook};
use crate::pricing::quote::default_tier;
use rusqlite::named_params;
use std::collections::{HashMap, HashSet};

/// How many days back where nobody says otherwise.
const DEFAULT_DAYS: i64 = 30;
/// The most days back.
const MAX_DAYS: i64 = 366;
/// The most order lines that are looked at, the newest first.
const MAX_TRIED_LINES: usize = 200_000;
/// The most products that are told.
const MAX_TOLD: usize = 20;
const SECONDS_OF_A_DAY: i64 = 24 * 60 * 60;

crate::request! {
    /// A rule that is written down, one that is still being thought of, or both: what the first would become.
    pub struct PriceRuleTry {
        pub rule_id: Option<PriceRuleId>,
        pub rule: Option<PriceRuleCreate>,
        /// Left out: 30.
        pub days: Option<i64>,
    }
}
crate::response! {
    /// Order lines at today's prices, rules and tiers of their customers, without the rule and with it. A rule whose
    /// time is not now is looked at as of its own time; a paused one as if it were not.
    pub struct PriceRuleTrial {
        /// From when on orders were looked at.
        pub since: Instant,
        /// False: there are more lines than are looked at, and the oldest were left out.
        pub complete: bool,
        /// Orders that were not cancelled or rejected.
        pub orders: i64,
        pub orders_touched: i64,
        pub lines: i64,
        pub lines_touched: i64,
        pub units: i64,
        pub total_now: Money,
        pub total_with: Money,
        /// `totalWith` less `totalNow`.
        pub change: Money,
        /// Those that change most, at most 20.
        pub products: Vec<TriedProduct>,
        pub warnings: Vec<PriceWarning>,
    }
    pub struct TriedProduct {
        pub variant_id: VariantId,
        pub sku: String,
        pub name: String,
        pub units: i64,
        pub total_now: Money,
        pub total_with: Money,
    }
}

struct Line {
    order: i64,
    tier: Option<TierId>,
    variant: i64,
    quantity: i64,
}

struct Sold {
    goods: Goods,
    sku: String,
    name: String,
    units: i64,
    now: i128,
    with: i128,
}

/// The rule that a request speaks of, as if it were switched on: the one that is written down, or what it would become.
pub(in crate::pricing) fn asked_rule(
    books: &Snapshot<'_>,
    id: Option<PriceRuleId>,
    draft: Option<&PriceRuleCreate>,
) -> Result<Rule, Failure> {
    let written = id.map(|id| as_written(books, id)).transpose()?;
    let rule = match (written, draft) {
        (None, None) => return Err(Refusal::field("rule", Problem::Required, None).into()),
        (Some(written), None) => written,
        (written, Some(draft)) => {
            let mut fields = Fields::default();
            let id = written.as_ref().map_or_else(|| PriceRuleId::new(books.now), |rule| rule.id);
            let rule = parse(books, &mut fields, id, draft);
            fields.finish()?;
            check_names(books, &rule)?;
            Rule { seq: written.map_or(rule.seq, |rule| rule.seq), ..rule }
        }
    };
    Ok(Rule { active: true, ..rule })
}

/// Orders whose goods were sold or are being sold, since a moment.
const ORDERS: &str = "orders INDEXED BY orders_by_created
  CROSS JOIN order_line AS line ON line.order_id = orders.id";
const COUNTED: &str = "orders.created_at >= :since AND orders.status NOT IN ('cancelled', 'rejected')";

fn lines(books: &Snapshot<'_>, since: Instant) -> Result<Vec<Line>, Failure> {
    books.rows(
        &format!(
            "SELECT orders.row_no, customer.tier_id, variant.row_no, line.quantity
             FROM {ORDERS}
             CROSS JOIN variant ON variant.id = line.variant_id
             LEFT JOIN customer ON customer.id = orders.customer_id
             WHERE {COUNTED}
             ORDER BY orders.created_at DESC, orders.seq DESC
             LIMIT {}",
            MAX_TRIED_LINES + 1
        ),
        named_params! { ":since": since },
        |row| Ok(Line { order: row.get(0)?, tier: row.get(1)?, variant: row.get(2)?, quantity: row.get(3)? }),
    )
}

fn sold(books: &Snapshot<'_>, since: Instant) -> Result<HashMap<i64, Sold>, Failure> {
    let rows = books.rows(
        &format!(
            "SELECT variant.row_no, variant.id, product.id, product.category_id,
                    product.base_price + variant.price_adjustment, variant.sku, {full_name}
             FROM variant
             JOIN product ON product.id = variant.product_id
             WHERE variant.id IN (SELECT line.variant_id FROM {ORDERS} WHERE {COUNTED})",
            full_name = crate::catalog::FULL_NAME,
        ),
        named_params! { ":since": since },
        |row| {
            let goods = Goods {
                variant_id: row.get(1)?,
                product_id: row.get(2)?,
                category_id: row.get(3)?,
                list_price: row.get::<_, Minor>(4)?.max(Minor::ZERO),
            };
            Ok((row.get(0)?, Sold { goods, sku: row.get(5)?, name: row.get(6)?, units: 0, now: 0, with: 0 }))
        },
    )?;
    Ok(rows.into_iter().collect())
}

pub fn price_rule_try(books: &Snapshot<'_>, request: PriceRuleTry) -> Result<PriceRuleTrial, Failure> {
    let mut fields = Fields::default();
    let days = fields.range("days", request.days.unwrap_or(DEFAULT_DAYS), 1, MAX_DAYS);
    fields.finish()?;
    let rule = asked_rule(books, request.rule_id, request.rule.as_ref())?;
    let at = moment(&rule, books.now);
    let book = rule_book(books)?;
    let without = book.with(|other| other.id != rule.id, None);
    let with = book.with(|other| other.id != rule.id, Some(rule.clone()));
    let default = default_tier(&book)?.id;
    let usable: HashSet<TierId> = book.tiers.iter().filter(|tier| !tier.archived).map(|tier| tier.id).collect();

    let since = books.now.plus_seconds(-days * SECONDS_OF_A_DAY);
    let mut lines = lines(books, since)?;
    let complete = lines.len() <= MAX_TRIED_LINES;
    lines.truncate(MAX_TRIED_LINES);
    let mut sold = sold(books, since)?;
    let mut prices: HashMap<(i64, TierId, i64), (Minor, Minor)> = HashMap::new();
    let (mut orders, mut orders_touched) = (HashSet::new(), HashSet::new());
    let (mut lines_touched, mut units) = (0, 0);
    for line in &lines {
        let Some(sold) = sold.get_mut(&line.variant) else { continue };
        let tier = line.tier.filter(|tier| usable.contains(tier)).unwrap_or(default);
        let (now, then) = *prices.entry((line.variant, tier, line.quantity)).or_insert_with(|| {
            let price = |book: &RuleBook| book.walk(&sold.goods, tier, line.quantity, at).unit_price();
            (price(&without), price(&with))
        });
        orders.insert(line.order);
        units += line.quantity;
        sold.units += line.quantity;
        sold.now += i128::from(now.0) * i128::from(line.quantity);
        sold.with += i128::from(then.0) * i128::from(line.quantity);
        if now != then {
            lines_touched += 1;
            orders_touched.insert(line.order);
        }
    }
    let money = |minor: i128| books.rules.currency.exact(minor, 0);
    let (total_now, total_with) = sold.values().fold((0, 0), |sums, one| (sums.0 + one.now, sums.1 + one.with));
    let mut changed: Vec<&Sold> = sold.values().filter(|one| one.now != one.with).collect();
    changed.sort_by_key(|one| (-(one.with - one.now).abs(), one.sku.clone()));
    Ok(PriceRuleTrial {
        since,
        complete,
        orders: orders.len() as i64,
        orders_touched: orders_touched.len() as i64,
        lines: lines.len() as i64,
        lines_touched,
        units,
        total_now: money(total_now),
        total_with: money(total_with),
        change: money(total_with - total_now),
        products: changed
            .into_iter()
            .take(MAX_TOLD)
            .map(|one| TriedProduct {
                variant_id: one.goods.variant_id,
                sku: one.sku.clone(),
                name: one.name.clone(),
                units: one.units,
                total_now: money(one.now),
                total_with: money(one.with),
            })
            .collect(),
        warnings: warnings(books, &rule)?,
    })
}
