//! From the base price to the unit price.

use crate::catalog::Sellable;
use crate::db::Snapshot;
use crate::kernel::{Currency, Failure, Instant, Minor, Money, PriceRuleId, PriceStepKind, TierId};

/// What a rule does to a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum PriceEffect {
    /// Takes a part off, in basis points: 1,000 is 10 %.
    Percent { basis_points: i64 },
    /// Takes an amount off each unit.
    AmountOff { amount: Money },
    /// Each unit costs this, where it costs more before.
    FixedPrice { price: Money },
}

/// One step from the base price to the unit price. Prices between the steps are exact and may have more digits than
/// the currency; the rounding is a step of its own.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct PriceStep {
    pub kind: PriceStepKind,
    /// The rule that made the step; null for steps that no rule makes.
    pub rule_id: Option<PriceRuleId>,
    /// The rule's name as it was then; the variant's label; an override's reason; else empty.
    pub label: String,
    pub effect: Option<PriceEffect>,
    /// The price before the step; null for where it begins.
    pub before: Option<Money>,
    /// What the step added, negative where it took away; null for where it begins.
    pub change: Option<Money>,
    pub after: Money,
}

/// A unit price with the steps that lead to it.
#[derive(Debug, Clone)]
pub struct Quote {
    /// Base price and variant adjustment, before reductions.
    pub list_price: Minor,
    pub unit_price: Minor,
    pub steps: Vec<PriceStep>,
}

/// The prices of the store at one moment for one tier.
pub struct Prices {
    currency: Currency,
}

impl Prices {
    /// `tier` none: the store's default tier.
    pub fn of(books: &Snapshot<'_>, _tier: Option<TierId>, _at: Instant) -> Result<Prices, Failure> {
        Ok(Prices { currency: books.rules.currency })
    }

    /// The price of one unit where `quantity` units are bought in one line.
    pub fn quote(&self, variant: &Sellable, _quantity: i64) -> Quote {
        let money = |minor| self.currency.money(minor);
        let base = variant.base_price;
        let mut steps = vec![PriceStep {
            kind: PriceStepKind::Base,
            rule_id: None,
            label: String::new(),
            effect: None,
            before: None,
            change: None,
            after: money(base),
        }];
        let list_price = Minor((base.0 + variant.price_adjustment.0).max(0));
        if variant.price_adjustment != Minor::ZERO {
            steps.push(PriceStep {
                kind: PriceStepKind::Variant,
                rule_id: None,
                label: variant.label.clone(),
                effect: None,
                before: Some(money(base)),
                change: Some(money(Minor(list_price.0 - base.0))),
                after: money(list_price),
            });
        }
        Quote { list_price, unit_price: list_price, steps }
    }
}
