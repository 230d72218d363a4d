//! A price rule as a row.

use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::{
    AuditAction, CategoryId, Failure, Instant, Minor, PriceRuleId, PriceRuleKind, PriceRuleState, PriceScope,
    PriceWarningKind, ProductId, Refusal, TierId, VariantId,
};
use crate::pricing::PriceEffect;
use crate::pricing::engine::{Effect, Rule, Target, When};
use rusqlite::{Row, named_params};
use serde_json::{Value, json};

crate::response! {
    pub struct PriceRule {
        pub id: PriceRuleId,
        pub kind: PriceRuleKind,
        pub name: String,
        pub scope: PriceScope,
        pub variant_id: Option<VariantId>,
        pub product_id: Option<ProductId>,
        pub category_id: Option<CategoryId>,
        /// SKU and name, the product's name, or the category's path from the root; empty: the whole store.
        pub scope_name: String,
        pub tier_id: Option<TierId>,
        pub tier_name: Option<String>,
        /// Units of one line from which it counts.
        pub min_quantity: i64,
        pub effect: PriceEffect,
        /// Among rules of one kind and equally specific scopes the highest counts.
        pub priority: i64,
        /// The last one applied: later kinds are left out.
        pub stops: bool,
        pub starts_at: Option<Instant>,
        /// The first instant at which it no longer counts.
        pub ends_at: Option<Instant>,
        /// Not paused.
        pub active: bool,
        pub archived: bool,
        pub state: PriceRuleState,
        /// Who made it.
        pub staff_name: String,
        pub created_at: Instant,
        pub updated_at: Instant,
        pub row_version: i64,
        /// What it would do that may not be meant. Lists leave them out.
        pub warnings: Vec<PriceWarning>,
    }
    pub struct PriceWarning {
        pub kind: PriceWarningKind,
        /// The other rule that makes it so.
        pub rule_id: Option<PriceRuleId>,
        pub rule_name: Option<String>,
        /// Units of one line at which it shows.
        pub quantity: Option<i64>,
        /// A variant with which it shows.
        pub sku: Option<String>,
    }
}

/// What names a rule needs besides its own columns.
pub(super) const TABLES: &str = "price_rule AS rule
  LEFT JOIN variant ON variant.id = rule.variant_id
  LEFT JOIN product ON product.id = coalesce(rule.product_id, variant.product_id)
  LEFT JOIN category ON category.id = rule.category_id
  LEFT JOIN tier ON tier.id = rule.tier_id
  JOIN staff ON staff.id = rule.staff_id";

/// In the order of what people ask first: put aside, over, paused, to come, counting.
pub(super) const STATE: &str = "CASE
    WHEN rule.archived_at IS NOT NULL THEN 'archived'
    WHEN rule.ends_at <= :now THEN 'ended'
    WHEN rule.active = 0 THEN 'paused'
    WHEN rule.starts_at > :now THEN 'scheduled'
    ELSE 'active'
  END";

pub(super) fn columns() -> String {
    format!(
        "rule.id, rule.kind, rule.name, rule.scope, rule.variant_id, rule.product_id, rule.category_id,
         CASE rule.scope
           WHEN 'variant' THEN variant.sku || ' ' || {full_name}
           WHEN 'product' THEN product.name
           WHEN 'category' THEN replace(category.path, char(10), ' / ')
           ELSE ''
         END,
         rule.tier_id, tier.name, rule.min_quantity, rule.percent_bp, rule.amount_off, rule.fixed_price,
         rule.priority, rule.stops, rule.starts_at, rule.ends_at, rule.active, rule.archived_at IS NOT NULL, {STATE},
         staff.name, rule.created_at, rule.updated_at, rule.row_version, rule.seq",
        full_name = crate::catalog::FULL_NAME,
    )
}

/// The place of `rule.seq` in [`columns`].
pub(super) const SEQ: usize = 25;

pub(super) fn effect(percent: Option<i64>, amount: Option<Minor>, price: Option<Minor>) -> Effect {
    // The table's CHECK sees to it that exactly one is there.
    match (percent, amount, price) {
        (Some(basis_points), _, _) => Effect::Percent(basis_points),
        (None, Some(amount), _) => Effect::AmountOff(amount),
        (None, None, price) => Effect::FixedPrice(price.unwrap_or_default()),
    }
}

pub(super) fn price_rule(books: &Snapshot<'_>, row: &Row<'_>) -> rusqlite::Result<PriceRule> {
    Ok(PriceRule {
        id: row.get(0)?,
        kind: row.get(1)?,
        name: row.get(2)?,
        scope: row.get(3)?,
        variant_id: row.get(4)?,
        product_id: row.get(5)?,
        category_id: row.get(6)?,
        scope_name: row.get(7)?,
        tier_id: row.get(8)?,
        tier_name: row.get(9)?,
        min_quantity: row.get(10)?,
        effect: PriceEffect::of(effect(row.get(11)?, row.get(12)?, row.get(13)?), books.rules.currency),
        priority: row.get(14)?,
        stops: row.get(15)?,
        starts_at: row.get(16)?,
        ends_at: row.get(17)?,
        active: row.get(18)?,
        archived: row.get(19)?,
        state: row.get(20)?,
        staff_name: row.get(21)?,
        created_at: row.get(22)?,
        updated_at: row.get(23)?,
        row_version: row.get(24)?,
        warnings: Vec::new(),
    })
}

/// A rule without its warnings.
pub(super) fn read(books: &Snapshot<'_>, id: PriceRuleId) -> Result<PriceRule, Failure> {
    books
        .find(
            &format!("SELECT {} FROM {TABLES} WHERE rule.id = :id", columns()),
            named_params! { ":id": id, ":now": books.now },
            |row| price_rule(books, row),
        )?
        .ok_or_else(|| Refusal::not_found("price_rule", id).into())
}

/// The columns that a rule for the calculation is written to and read from.
pub(super) struct Columns {
    pub scope: PriceScope,
    pub variant_id: Option<VariantId>,
    pub product_id: Option<ProductId>,
    pub category_id: Option<CategoryId>,
    pub tier_id: Option<TierId>,
    pub percent_bp: Option<i64>,
    pub amount_off: Option<Minor>,
    pub fixed_price: Option<Minor>,
}

impl Columns {
    pub fn of(rule: &Rule) -> Columns {
        let mut columns = Columns {
            scope: PriceScope::Store,
            variant_id: None,
            product_id: None,
            category_id: None,
            tier_id: None,
            percent_bp: None,
            amount_off: None,
            fixed_price: None,
        };
        match rule.target {
            Target::Variant(id) => (columns.scope, columns.variant_id) = (PriceScope::Variant, Some(id)),
            Target::Product(id) => (columns.scope, columns.product_id) = (PriceScope::Product, Some(id)),
            Target::Category(id) => (columns.scope, columns.category_id) = (PriceScope::Category, Some(id)),
            Target::Store => {}
        }
        match rule.when {
            When::Promotion | When::QuantityBreak(_) => {}
            When::Tier(id) => columns.tier_id = Some(id),
        }
        match rule.effect {
            Effect::Percent(basis_points) => columns.percent_bp = Some(basis_points),
            Effect::AmountOff(amount) => columns.amount_off = Some(amount),
            Effect::FixedPrice(price) => columns.fixed_price = Some(price),
        }
        columns
    }
}

/// A rule as the audit keeps it.
fn told(rule: &PriceRule) -> Value {
    json!({
        "name": rule.name,
        "kind": rule.kind,
        "scope": rule.scope,
        "scopeName": rule.scope_name,
        "tier": rule.tier_name,
        "minQuantity": rule.min_quantity,
        "effect": rule.effect,
        "priority": rule.priority,
        "stops": rule.stops,
        "startsAt": rule.starts_at,
        "endsAt": rule.ends_at,
        "active": rule.active,
        "archived": rule.archived,
    })
}

pub(super) fn record(
    uow: &mut Uow<'_>,
    action: AuditAction,
    before: Option<&PriceRule>,
    after: &PriceRule,
) -> Result<(), Failure> {
    audit::record(
        uow,
        Entry {
            action,
            object_type: "price_rule",
            object_id: after.id.to_string(),
            object_label: &after.name,
            old: before.map(told),
            new: Some(told(after)),
            reason: None,
        },
    )
}
