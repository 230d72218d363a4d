use super::create::{PriceRuleCreate, check_names, parse};
use super::store::{Columns, PriceRule, read, record};
use super::warn::warnings;
use crate::db::Uow;
use crate::kernel::text::fold;
use crate::kernel::{
    AuditAction, CategoryId, Failure, Fields, Instant, PriceRuleId, PriceRuleKind, PriceScope, Problem, ProductId,
    Refusal, TierId, VariantId, present,
};
use crate::pricing::PriceEffect;
use crate::pricing::engine::Rule;
use rusqlite::named_params;

crate::strict_request! {
    /// Fields left out stay as they are, but what another kind or scope has no use for. A stale rowVersion is refused
    /// with CONFLICT.
    pub struct PriceRuleUpdate {
        pub id: PriceRuleId,
        pub row_version: i64,
        pub kind: Option<PriceRuleKind>,
        pub name: Option<String>,
        pub scope: Option<PriceScope>,
        pub variant_id: Option<VariantId>,
        pub product_id: Option<ProductId>,
        pub category_id: Option<CategoryId>,
        pub tier_id: Option<TierId>,
        pub min_quantity: Option<i64>,
        pub effect: Option<PriceEffect>,
        pub priority: Option<i64>,
        pub stops: Option<bool>,
        /// Null: from ever.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[ts(type = "Instant | null", optional)]
        pub starts_at: Option<Option<Instant>>,
        /// Null: without an end.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[ts(type = "Instant | null", optional)]
        pub ends_at: Option<Option<Instant>>,
        /// False: paused.
        pub active: Option<bool>,
        /// True: put aside and paused. A rule that is taken back stays paused until it is made active.
        pub archived: Option<bool>,
    }
}

/// The rule as it is to be, like a new one.
fn wanted(before: &PriceRule, request: &PriceRuleUpdate) -> PriceRuleCreate {
    let kind = request.kind.unwrap_or(before.kind);
    let scope = request.scope.unwrap_or(before.scope);
    let kept = |counts: bool| counts.then_some(before);
    PriceRuleCreate {
        kind,
        scope,
        name: request.name.clone().unwrap_or_else(|| before.name.clone()),
        variant_id: request.variant_id.or(kept(scope == PriceScope::Variant).and_then(|rule| rule.variant_id)),
        product_id: request.product_id.or(kept(scope == PriceScope::Product).and_then(|rule| rule.product_id)),
        category_id: request.category_id.or(kept(scope == PriceScope::Category).and_then(|rule| rule.category_id)),
        tier_id: request.tier_id.or(kept(kind == PriceRuleKind::Tier).and_then(|rule| rule.tier_id)),
        min_quantity: request
            .min_quantity
            .or(kept(kind == PriceRuleKind::QuantityBreak && kind == before.kind).map(|rule| rule.min_quantity)),
        effect: request.effect.unwrap_or(before.effect),
        priority: Some(request.priority.unwrap_or(before.priority)),
        stops: Some(request.stops.unwrap_or(before.stops)),
        starts_at: request.starts_at.unwrap_or(before.starts_at),
        ends_at: request.ends_at.unwrap_or(before.ends_at),
        active: request.active.or(Some(before.active && request.archived != Some(true))),
    }
}

pub fn price_rule_update(uow: &mut Uow<'_>, request: PriceRuleUpdate) -> Result<PriceRule, Failure> {
    let before = read(uow, request.id)?;
    let mut fields = Fields::default();
    let rule = parse(uow, &mut fields, request.id, &wanted(&before, &request));
    let archived = request.archived.unwrap_or(before.archived);
    if archived && request.archived == Some(true) && rule.active {
        fields.add("active", Problem::NotAllowed, None);
    }
    fields.finish()?;
    Uow::check_version("price_rule", request.id, request.row_version, before.row_version)?;
    if archived && before.archived && request.archived.is_none() {
        return Err(Refusal::Archived {
            object: "price_rule".to_owned(),
            id: request.id.to_string(),
            name: before.name,
        }
        .into());
    }
    let columns = Columns::of(&rule);
    let as_before = (before.variant_id, before.product_id, before.category_id, before.tier_id)
        == (columns.variant_id, columns.product_id, columns.category_id, columns.tier_id);
    if !archived && (before.archived || !as_before) {
        check_names(uow, &rule)?;
    }

    let now = uow.now;
    uow.change_one(
        "UPDATE price_rule
         SET kind = :kind, name = :name, name_folded = :name_folded, scope = :scope, variant_id = :variant_id,
             product_id = :product_id, category_id = :category_id, tier_id = :tier_id, min_quantity = :min_quantity,
             percent_bp = :percent_bp, amount_off = :amount_off, fixed_price = :fixed_price, priority = :priority,
             stops = :stops, starts_at = :starts_at, ends_at = :ends_at, active = :active,
             archived_at = CASE WHEN :archived THEN coalesce(archived_at, :now) END,
             updated_at = :now, row_version = row_version + 1
         WHERE id = :id",
        named_params! {
            ":id": request.id,
            ":kind": rule.when.kind(),
            ":name": rule.name,
            ":name_folded": fold(&rule.name),
            ":scope": columns.scope,
            ":variant_id": columns.variant_id,
            ":product_id": columns.product_id,
            ":category_id": columns.category_id,
            ":tier_id": columns.tier_id,
            ":min_quantity": rule.when.min_quantity(),
            ":percent_bp": columns.percent_bp,
            ":amount_off": columns.amount_off,
            ":fixed_price": columns.fixed_price,
            ":priority": rule.priority,
            ":stops": rule.stops,
            ":starts_at": rule.starts_at,
            ":ends_at": rule.ends_at,
            ":active": rule.active,
            ":archived": archived,
            ":now": now,
        },
    )?;
    let mut after = read(uow, request.id)?;
    let action = match (before.archived, after.archived) {
        (false, true) => AuditAction::PriceRuleArchived,
        (true, false) => AuditAction::PriceRuleRestored,
        (false, false) | (true, true) => AuditAction::PriceRuleUpdated,
    };
    record(uow, action, Some(&before), &after)?;
    if !archived {
        let seq = uow.one("SELECT seq FROM price_rule WHERE id = ?1", [request.id], |row| row.get(0))?;
        after.warnings = warnings(uow, &Rule { seq, ..rule })?;
    }
    Ok(after)
}
