//! What a rule would do that may not be meant: it is held against variants in its scope, at every quantity at which a
//! price may change, as if it were not paused.
//!
//! A scope of more variants than [`MAX_SAMPLE`] is judged by those that have rules of their own and by a sample.

use super::store::PriceWarning;
use crate::db::Snapshot;
use crate::kernel::{Failure, Instant, Minor, PriceRuleId, PriceRuleKind, PriceWarningKind, Refusal, TierId};
use crate::pricing::book::{RULE_COLUMNS, rule, rule_book};
use crate::pricing::engine::{Goods, Rule, RuleBook, Target, When};
use crate::pricing::quote::default_tier;
use rusqlite::{Row, named_params};
use std::collections::BTreeSet;

/// The most variants that a rule is held against.
const MAX_SAMPLE: i64 = 1_000;
/// The most prices that are worked out for it.
const MAX_WALKS: usize = 50_000;
/// The most warnings of one rule.
const MAX_WARNINGS: usize = 10;

/// A variant that stands for others of its scope.
pub(super) struct Sample {
    pub goods: Goods,
    pub sku: String,
    pub last_cost: Option<Minor>,
}

/// A rule as the books have it, for the calculation.
pub(super) fn as_written(books: &Snapshot<'_>, id: PriceRuleId) -> Result<Rule, Failure> {
    books
        .find(&format!("SELECT {RULE_COLUMNS} FROM price_rule WHERE id = ?1"), [id], rule)?
        .ok_or_else(|| Refusal::not_found("price_rule", id).into())
}

/// When a rule is looked at: now, at its beginning where that is to come, or at its last moment.
pub(super) fn moment(rule: &Rule, now: Instant) -> Instant {
    match (rule.starts_at, rule.ends_at) {
        (_, Some(ends_at)) if ends_at <= now => Instant(ends_at.0 - 1),
        (Some(starts_at), _) => now.max(starts_at),
        (None, _) => now,
    }
}

pub(super) fn warnings(books: &Snapshot<'_>, rule: &Rule) -> Result<Vec<PriceWarning>, Failure> {
    if rule.has_ended(books.now) {
        return Ok(Vec::new());
    }
    let rule = Rule { active: true, ..rule.clone() };
    let book = rule_book(books)?;
    let tier = match rule.when {
        When::Tier(id) => id,
        When::Promotion | When::QuantityBreak(_) => default_tier(&book)?.id,
    };
    let samples = samples(books, rule.target)?;
    let at = moment(&rule, books.now);
    let with = book.with(|other| other.id != rule.id, Some(rule.clone()));
    let mut found: Vec<PriceWarning> = never_wins(&book, &rule, &samples, tier, at).into_iter().collect();
    found.extend(prices_that_surprise(&with, &rule, &samples, at));
    Ok(found)
}

/// Other rules always come before it. Those that count only for a part of its time leave it the rest.
fn never_wins(book: &RuleBook, rule: &Rule, samples: &[Sample], tier: TierId, at: Instant) -> Option<PriceWarning> {
    let covers = |other: &Rule| {
        other.id != rule.id
            && other.active
            && other.has_begun(at)
            && other.ends_at.is_none_or(|end| rule.ends_at.is_some_and(|own| own <= end))
    };
    let book = book.with(covers, Some(rule.clone()));
    let mut instead = None;
    for sample in samples {
        let targets = book.targets(&sample.goods);
        let from = rule.when.min_quantity();
        let quantities: BTreeSet<i64> = book.breaks(&targets, at).split_off(&from).into_iter().chain([from]).collect();
        for quantity in quantities {
            let walk = book.walk_along(&targets, sample.goods.list_price, tier, quantity, at);
            if walk.has(rule.id) {
                return None;
            }
            // In its place stands one of its kind, or one that left its kind out.
            let other = walk.of_kind(rule.when.kind()).or(walk.rules().map(|counted| counted.rule).find(|r| r.stops));
            instead = instead.or(other.map(|other| (other.id, other.name.clone())));
        }
    }
    let first = samples.first()?;
    let (rule_id, rule_name) = instead.unzip();
    Some(PriceWarning {
        kind: PriceWarningKind::NeverWins,
        rule_id,
        rule_name,
        quantity: Some(rule.when.min_quantity()),
        sku: Some(first.sku.clone()),
    })
}

/// A unit that costs more in a larger quantity, and one that costs less than it did the store.
fn prices_that_surprise(book: &RuleBook, rule: &Rule, samples: &[Sample], at: Instant) -> Vec<PriceWarning> {
    let tiers: Vec<TierId> = match rule.when {
        When::Tier(id) => vec![id],
        When::Promotion | When::QuantityBreak(_) => {
            book.tiers.iter().filter(|tier| !tier.archived).map(|tier| tier.id).collect()
        }
    };
    let mut found: Vec<PriceWarning> = Vec::new();
    let mut walks = 0;
    for sample in samples {
        let targets = book.targets(&sample.goods);
        let quantities: BTreeSet<i64> = book.breaks(&targets, at).into_iter().chain([1]).collect();
        for tier in &tiers {
            let mut smaller: Option<(Minor, Option<&Rule>)> = None;
            for quantity in &quantities {
                walks += 1;
                if walks > MAX_WALKS || found.len() >= MAX_WARNINGS {
                    return found;
                }
                let walk = book.walk_along(&targets, sample.goods.list_price, *tier, *quantity, at);
                let (price, own) = (walk.unit_price(), walk.of_kind(PriceRuleKind::QuantityBreak));
                let mut tell = |kind, other: Option<&Rule>| {
                    let rule_id = other.map(|other| other.id);
                    let known = |told: &PriceWarning| {
                        told.kind == kind
                            && (kind == PriceWarningKind::BelowCost
                                || (told.rule_id, told.quantity) == (rule_id, Some(*quantity)))
                    };
                    if !found.iter().any(known) {
                        found.push(PriceWarning {
                            kind,
                            rule_id,
                            rule_name: other.map(|other| other.name.clone()),
                            quantity: Some(*quantity),
                            sku: Some(sample.sku.clone()),
                        });
                    }
                };
                if let Some((before, theirs)) = smaller
                    && price > before
                {
                    match (own, theirs) {
                        (Some(own), theirs) if own.id == rule.id => tell(PriceWarningKind::FallingBreak, theirs),
                        (own, Some(theirs)) if theirs.id == rule.id => tell(PriceWarningKind::FallingBreak, own),
                        (_, _) => {}
                    }
                }
                if walk.has(rule.id) && sample.last_cost.is_some_and(|cost| price < cost) {
                    tell(PriceWarningKind::BelowCost, None);
                }
                smaller = Some((price, own));
            }
        }
    }
    found
}

const SAMPLE_COLUMNS: &str =
    "variant.id, product.id, product.category_id, product.base_price + variant.price_adjustment,
  variant.sku, variant.last_cost";

fn sample(row: &Row<'_>) -> rusqlite::Result<Sample> {
    Ok(Sample {
        goods: Goods {
            variant_id: row.get(0)?,
            product_id: row.get(1)?,
            category_id: row.get(2)?,
            list_price: row.get::<_, Minor>(3)?.max(Minor::ZERO),
        },
        sku: row.get(4)?,
        last_cost: row.get(5)?,
    })
}

/// Variants that are sold and lie in a scope.
fn samples(books: &Snapshot<'_>, target: Target) -> Result<Vec<Sample>, Failure> {
    let one = |sql: &str, id: &dyn rusqlite::ToSql| {
        books.rows(
            &format!(
                "SELECT {SAMPLE_COLUMNS}
                 FROM variant JOIN product ON product.id = variant.product_id
                 WHERE variant.active = 1 AND {sql} LIMIT {MAX_SAMPLE}"
            ),
            named_params! { ":id": id },
            sample,
        )
    };
    match target {
        Target::Variant(id) => one("variant.id = :id", &id),
        Target::Product(id) => one("variant.product_id = :id", &id),
        Target::Category(id) => {
            let mut samples = named(books, "product.category_id IN (SELECT id FROM within)", &id)?;
            samples.extend(books.rows(
                &format!(
                    "WITH RECURSIVE within (id) AS (
                       SELECT :id UNION SELECT category.id FROM category JOIN within ON category.parent_id = within.id)
                     SELECT {SAMPLE_COLUMNS}
                     FROM within
                     CROSS JOIN product ON product.category_id = within.id
                     CROSS JOIN variant ON variant.product_id = product.id
                     WHERE variant.active = 1
                     LIMIT {MAX_SAMPLE}"
                ),
                named_params! { ":id": id },
                sample,
            )?);
            Ok(samples)
        }
        Target::Store => {
            let mut samples = named(books, "1 = 1", &rusqlite::types::Null)?;
            // Every so many rows, so that old and new goods of all kinds are among them.
            samples.extend(books.rows(
                &format!(
                    "WITH RECURSIVE
                       step (rows) AS (SELECT coalesce(max(row_no), 0) / {MAX_SAMPLE} + 1 FROM variant),
                       place (row_no) AS (
                         SELECT 1 UNION ALL SELECT row_no + rows FROM place, step LIMIT {MAX_SAMPLE})
                     SELECT {SAMPLE_COLUMNS}
                     FROM place
                     CROSS JOIN variant ON variant.row_no = place.row_no
                     CROSS JOIN product ON product.id = variant.product_id
                     WHERE variant.active = 1"
                ),
                [],
                sample,
            )?);
            Ok(samples)
        }
    }
}

/// Those of a scope that have rules of their own.
fn named(books: &Snapshot<'_>, within: &str, category: &dyn rusqlite::ToSql) -> Result<Vec<Sample>, Failure> {
    books.rows(
        &format!(
            "WITH RECURSIVE
               within (id) AS (
                 SELECT :id UNION SELECT category.id FROM category JOIN within ON category.parent_id = within.id),
               named (id) AS (
                 SELECT variant_id FROM price_rule WHERE variant_id IS NOT NULL AND archived_at IS NULL
                 UNION
                 SELECT variant.id
                 FROM price_rule
                 CROSS JOIN variant ON variant.product_id = price_rule.product_id
                 WHERE price_rule.product_id IS NOT NULL AND price_rule.archived_at IS NULL)
             SELECT {SAMPLE_COLUMNS}
             FROM named
             CROSS JOIN variant ON variant.id = named.id
             CROSS JOIN product ON product.id = variant.product_id
             WHERE variant.active = 1 AND {within}
             LIMIT {MAX_SAMPLE}"
        ),
        named_params! { ":id": category },
        sample,
    )
}
