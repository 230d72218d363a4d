use super::store::{Columns, PriceRule, read, record};
use super::warn::warnings;
use crate::catalog::{categories, sellable};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::fold;
use crate::kernel::{
    AuditAction, CategoryId, Failure, Fields, Instant, MAX_QUANTITY, PriceRuleId, PriceRuleKind, PriceScope, Problem,
    ProductId, Refusal, TierId, VariantId,
};
use crate::pricing::PriceEffect;
use crate::pricing::engine::{Effect, Rule, Target, When};
use crate::pricing::tiers::{MAX_PRICE_NAME, usable_tier};
use rusqlite::named_params;

/// The most price rules of a store, archived ones too.
const MAX_RULES: i64 = 50_000;
/// The highest priority.
const MAX_PRIORITY: i64 = 1_000;

crate::strict_request! {
    pub struct PriceRuleCreate {
        pub kind: PriceRuleKind,
        pub name: String,
        pub scope: PriceScope,
        /// The one that the scope asks for; the others are left out.
        pub variant_id: Option<VariantId>,
        pub product_id: Option<ProductId>,
        pub category_id: Option<CategoryId>,
        /// For a rule of the kind `tier`, and only there.
        pub tier_id: Option<TierId>,
        /// For a quantity break, from 2; else left out or 1.
        pub min_quantity: Option<i64>,
        pub effect: PriceEffect,
        /// Left out: 0.
        pub priority: Option<i64>,
        pub stops: Option<bool>,
        pub starts_at: Option<Instant>,
        pub ends_at: Option<Instant>,
        /// Left out: true; false: paused.
        pub active: Option<bool>,
    }
}

/// Reads a rule from a request, with every problem of every field. What it names is looked up by [`check_names`].
pub(super) fn parse(books: &Snapshot<'_>, fields: &mut Fields, id: PriceRuleId, asked: &PriceRuleCreate) -> Rule {
    let name = fields.required("name", &asked.name, MAX_PRICE_NAME);
    let target = parse_target(fields, asked);
    let when = parse_when(fields, asked);
    let currency = books.rules.currency;
    let effect = match asked.effect {
        PriceEffect::Percent { basis_points } => {
            Effect::Percent(fields.range("effect.basisPoints", basis_points, 1, 10_000))
        }
        PriceEffect::AmountOff { amount } => {
            let amount = currency.minor("effect.amount", amount, fields);
            if amount.0 == 0 {
                fields.add("effect.amount", Problem::TooSmall, None);
            }
            Effect::AmountOff(amount)
        }
        PriceEffect::FixedPrice { price } => Effect::FixedPrice(currency.minor("effect.price", price, fields)),
    };
    let priority = fields.range("priority", asked.priority.unwrap_or(0), 0, MAX_PRIORITY);
    if let (Some(starts_at), Some(ends_at)) = (asked.starts_at, asked.ends_at)
        && ends_at <= starts_at
    {
        fields.add("endsAt", Problem::RangeReversed, None);
    }
    Rule {
        id,
        // A rule that is not written down yet is the newest.
        seq: i64::MAX,
        name,
        target,
        when,
        effect,
        priority,
        stops: asked.stops.unwrap_or(false),
        starts_at: asked.starts_at,
        ends_at: asked.ends_at,
        active: asked.active.unwrap_or(true),
    }
}

fn parse_target(fields: &mut Fields, asked: &PriceRuleCreate) -> Target {
    let given = [
        (PriceScope::Variant, "variantId", asked.variant_id.map(Target::Variant)),
        (PriceScope::Product, "productId", asked.product_id.map(Target::Product)),
        (PriceScope::Category, "categoryId", asked.category_id.map(Target::Category)),
    ];
    let mut target = Target::Store;
    for (scope, field, id) in given {
        match (scope == asked.scope, id) {
            (true, Some(found)) => target = found,
            (true, None) => fields.add(field, Problem::Required, None),
            (false, Some(_)) => fields.add(field, Problem::NotAllowed, None),
            (false, None) => {}
        }
    }
    target
}

fn parse_when(fields: &mut Fields, asked: &PriceRuleCreate) -> When {
    if asked.kind != PriceRuleKind::Tier && asked.tier_id.is_some() {
        fields.add("tierId", Problem::NotAllowed, None);
    }
    if asked.kind != PriceRuleKind::QuantityBreak && asked.min_quantity.is_some_and(|units| units != 1) {
        fields.add("minQuantity", Problem::NotAllowed, None);
    }
    match (asked.kind, asked.tier_id, asked.min_quantity) {
        (PriceRuleKind::Promotion, _, _) => When::Promotion,
        (PriceRuleKind::QuantityBreak, _, Some(units)) => {
            When::QuantityBreak(fields.range("minQuantity", units, 2, MAX_QUANTITY))
        }
        (PriceRuleKind::QuantityBreak, _, None) => {
            fields.add("minQuantity", Problem::Required, None);
            When::QuantityBreak(MAX_QUANTITY)
        }
        (PriceRuleKind::Tier, Some(id), _) => When::Tier(id),
        (PriceRuleKind::Tier, None, _) => {
            fields.add("tierId", Problem::Required, None);
            When::Promotion
        }
    }
}

/// Refuses what is not there or archived.
pub(super) fn check_names(books: &Snapshot<'_>, rule: &Rule) -> Result<(), Failure> {
    match rule.target {
        Target::Variant(id) => {
            sellable(books, id)?;
        }
        Target::Product(id) => check_product(books, id)?,
        Target::Category(id) => categories::usable(books, id)?,
        Target::Store => {}
    }
    match rule.when {
        When::Promotion | When::QuantityBreak(_) => Ok(()),
        When::Tier(id) => usable_tier(books, id),
    }
}

fn check_product(books: &Snapshot<'_>, id: ProductId) -> Result<(), Failure> {
    let (name, archived): (String, bool) = books
        .find("SELECT name, archived_at IS NOT NULL FROM product WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .ok_or_else(|| Failure::from(Refusal::not_found("product", id)))?;
    if archived {
        return Err(Refusal::Archived { object: "product".to_owned(), id: id.to_string(), name }.into());
    }
    Ok(())
}

pub fn price_rule_create(uow: &mut Uow<'_>, request: PriceRuleCreate) -> Result<PriceRule, Failure> {
    let mut fields = Fields::default();
    let id = PriceRuleId::new(uow.now);
    let rule = parse(uow, &mut fields, id, &request);
    fields.finish()?;
    check_names(uow, &rule)?;
    let seq = uow.next_seq("price_rule")?;
    if seq > MAX_RULES {
        return Err(Refusal::field("name", Problem::TooLarge, Some(MAX_RULES)).into());
    }
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    let columns = Columns::of(&rule);
    uow.change_one(
        "INSERT INTO price_rule
           (row_no, seq, id, kind, name, name_folded, scope, variant_id, product_id, category_id, tier_id,
            min_quantity, percent_bp, amount_off, fixed_price, priority, stops, starts_at, ends_at, active,
            staff_id, created_at, updated_at)
         VALUES
           (:seq, :seq, :id, :kind, :name, :name_folded, :scope, :variant_id, :product_id, :category_id, :tier_id,
            :min_quantity, :percent_bp, :amount_off, :fixed_price, :priority, :stops, :starts_at, :ends_at, :active,
            :staff_id, :now, :now)",
        named_params! {
            ":seq": seq,
            ":id": id,
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
            ":staff_id": staff_id,
            ":now": now,
        },
    )?;
    let mut made = read(uow, id)?;
    record(uow, AuditAction::PriceRuleCreated, None, &made)?;
    made.warnings = warnings(uow, &Rule { seq, ..rule })?;
    Ok(made)
}
