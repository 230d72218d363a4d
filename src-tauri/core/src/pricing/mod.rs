//! What a unit costs and why, step by step. It calculates without a database: the caller brings the figures.

use crate::kernel::{Minor, Money};

/// One step from the base price to the unit price.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct PriceStep {
    pub label: String,
    /// What the step did, like "+20.00"; null for where it begins.
    pub change: Option<String>,
    /// The price after the step.
    pub price: Money,
}

/// A unit price with the steps that lead to it.
#[derive(Debug, Clone)]
pub struct Quote {
    /// Before reductions.
    pub list_price: Minor,
    pub unit_price: Minor,
    pub steps: Vec<PriceStep>,
}

/// The price of one unit: the product's base price, then what the variant adds or takes; never below zero.
pub fn quote(base: Minor, adjustment: Minor, money: impl Fn(Minor) -> Money) -> Quote {
    let mut steps = vec![PriceStep { label: "base_price".to_owned(), change: None, price: money(base) }];
    let unit_price = Minor((base.0 + adjustment.0).max(0));
    if adjustment != Minor::ZERO {
        let sign = if adjustment.0 > 0 { "+" } else { "" };
        steps.push(PriceStep {
            label: "variant_adjustment".to_owned(),
            change: Some(format!("{sign}{}", money(adjustment))),
            price: money(unit_price),
        });
    }
    Quote { list_price: unit_price, unit_price, steps }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Currency;

    #[test]
    fn a_variant_adds_to_the_base_price() {
        let eur = Currency::parse("EUR").expect("a currency");
        let quote = quote(Minor(50_000), Minor(5_000), |minor| eur.money(minor));
        assert_eq!(quote.unit_price, Minor(55_000));
        let shown: Vec<String> = quote.steps.iter().map(|step| step.price.to_string()).collect();
        assert_eq!(shown, ["500.00", "550.00"]);
        assert_eq!(quote.steps[1].change.as_deref(), Some("+50.00"));
    }

    #[test]
    fn a_price_never_falls_below_zero() {
        let eur = Currency::parse("EUR").expect("a currency");
        assert_eq!(quote(Minor(500), Minor(-900), |minor| eur.money(minor)).unit_price, Minor::ZERO);
    }
}
