//! What a price is and why, for people who ask.

use super::quote::{NextBreak, PriceEffect, PriceStep, Prices, tier_of};
use super::rules::{PriceRuleCreate, asked_rule};
use crate::catalog::sellable;
use crate::db::Snapshot;
use crate::kernel::{
    CustomerId, Failure, Fields, Instant, Minor, Money, PriceRuleId, PriceRuleKind, PriceWhyNot, Problem, Refusal,
    TierId, VariantId,
};

/// The most rules that are told with why they made no step.
const MAX_LOOKED_AT: usize = 50;
/// The most quantities of one table.
const MAX_TABLE_QUANTITIES: usize = 12;

crate::strict_request! {
    /// For a customer, for a tier by its id or its name, or for the default tier.
    pub struct PriceQuoteGet {
        pub variant_id: VariantId,
        pub quantity: i64,
        pub customer_id: Option<CustomerId>,
        pub tier_id: Option<TierId>,
        /// By name, in any letter case.
        pub tier: Option<String>,
        /// Left out: now.
        pub at: Option<Instant>,
        /// A rule as if it were switched on: one that is still being thought of, or what `ruleId` would become.
        pub rule: Option<PriceRuleCreate>,
        pub rule_id: Option<PriceRuleId>,
    }
    pub struct PriceTableGet {
        pub variant_id: VariantId,
        pub quantities: Vec<i64>,
        /// Left out: now.
        pub at: Option<Instant>,
    }
}
crate::response! {
    pub struct PriceQuote {
        pub variant_id: VariantId,
        pub sku: String,
        pub name: String,
        pub quantity: i64,
        pub at: Instant,
        pub tier_id: TierId,
        pub tier_name: String,
        /// The tier that was asked for where there is none such, so that the default tier's prices are told.
        pub unknown_tier: Option<String>,
        /// Before reductions.
        pub list_price: Money,
        pub unit_price: Money,
        pub line_total: Money,
        /// On the whole line.
        pub saved: Money,
        pub tax_rate_bp: i64,
        /// The part of the line's total that is tax.
        pub tax: Money,
        pub steps: Vec<PriceStep>,
        pub next_break: Option<NextBreak>,
        /// Rules in whose scope the variant lies that made no step, the first 50.
        pub looked_at: Vec<LookedAt>,
    }
    pub struct LookedAt {
        pub rule_id: PriceRuleId,
        pub name: String,
        pub kind: PriceRuleKind,
        pub effect: PriceEffect,
        pub why: PriceWhyNot,
    }
    pub struct PriceTable {
        pub rows: Vec<PriceTableRow>,
    }
    pub struct PriceTableRow {
        pub tier_id: TierId,
        pub tier_name: String,
        /// Of one unit, in the order of the quantities.
        pub prices: Vec<Money>,
    }
}

pub fn price_quote(books: &Snapshot<'_>, request: PriceQuoteGet) -> Result<PriceQuote, Failure> {
    let mut fields = Fields::default();
    let quantity = fields.quantity("quantity", request.quantity);
    let at = request.at.unwrap_or(books.now);
    let (by_customer, by_id, by_name) = (request.customer_id, request.tier_id, &request.tier);
    for (field, twice) in [
        ("tierId", by_id.is_some() && by_customer.is_some()),
        ("tier", by_name.is_some() && (by_customer.is_some() || by_id.is_some())),
    ] {
        if twice {
            fields.add(field, Problem::NotAllowed, None);
        }
    }
    let name = by_name.as_deref().map(|name| fields.required("tier", name, super::tiers::MAX_PRICE_NAME));
    fields.finish()?;
    let variant = sellable(books, request.variant_id)?;
    let prices = match (by_customer, name) {
        (Some(customer_id), _) => Prices::of(books, tier_of(books, customer_id)?, at)?,
        (None, Some(name)) => Prices::for_tier_called(books, &name, at)?,
        (None, None) => Prices::of(books, by_id, at)?,
    };
    let prices = match (request.rule_id, request.rule.as_ref()) {
        (None, None) => prices,
        (id, draft) => prices.with_rule(asked_rule(books, id, draft)?),
    };
    let quote = prices.quote(&variant, quantity);
    let too_large = || Failure::from(Refusal::field("quantity", Problem::TooLarge, None));
    let line_total = quote.unit_price.times(quantity).ok_or_else(too_large)?;
    let listed = quote.list_price.times(quantity).ok_or_else(too_large)?;
    let looked_at = prices
        .not_counted(&variant, quantity, MAX_LOOKED_AT)
        .into_iter()
        .map(|(rule, why)| LookedAt {
            rule_id: rule.id,
            name: rule.name.clone(),
            kind: rule.when.kind(),
            effect: PriceEffect::of(rule.effect, books.rules.currency),
            why,
        })
        .collect();
    Ok(PriceQuote {
        variant_id: variant.variant_id,
        quantity,
        at,
        tier_id: prices.tier_id(),
        tier_name: prices.tier_name().to_owned(),
        unknown_tier: prices.unknown_tier().map(str::to_owned),
        list_price: books.money(quote.list_price),
        unit_price: books.money(quote.unit_price),
        line_total: books.money(line_total),
        saved: books.money(Minor(listed.0 - line_total.0)),
        tax_rate_bp: variant.tax_rate_bp,
        tax: books.money(line_total.included_tax(variant.tax_rate_bp)),
        steps: quote.steps,
        next_break: prices.next_break(&variant, quantity),
        looked_at,
        sku: variant.sku,
        name: variant.name,
    })
}

/// The same product for every tier, at several quantities.
pub fn price_table(books: &Snapshot<'_>, request: PriceTableGet) -> Result<PriceTable, Failure> {
    let mut fields = Fields::default();
    if request.quantities.len() > MAX_TABLE_QUANTITIES {
        fields.add("quantities", Problem::TooLarge, i64::try_from(MAX_TABLE_QUANTITIES).ok());
    }
    for (index, quantity) in request.quantities.iter().enumerate().take(MAX_TABLE_QUANTITIES) {
        fields.quantity(&format!("quantities[{index}]"), *quantity);
    }
    fields.finish()?;
    let variant = sellable(books, request.variant_id)?;
    let any = Prices::of(books, None, request.at.unwrap_or(books.now))?;
    let rows = any
        .of_each_tier()
        .map(|prices| PriceTableRow {
            tier_id: prices.tier_id(),
            tier_name: prices.tier_name().to_owned(),
            prices: request
                .quantities
                .iter()
                .map(|quantity| books.money(prices.unit_price(&variant, *quantity)))
                .collect(),
        })
        .collect();
    Ok(PriceTable { rows })
}
