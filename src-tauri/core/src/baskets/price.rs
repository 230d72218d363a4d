//! What a line costs: as it was quoted, with a manager's price on top where there is one.

use crate::catalog::Sellable;
use crate::db::Snapshot;
use crate::kernel::{Instant, Minor, PriceStepKind};
use crate::pricing::{PriceStep, Prices};

/// A manager's price in place of the quoted one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overridden {
    pub price: Minor,
    pub reason: String,
}

/// The price of one unit of a line as the line keeps it.
#[derive(Debug, Clone)]
pub struct LinePrice {
    pub list_price: Minor,
    pub unit_price: Minor,
    /// The rate that the price includes, in basis points.
    pub tax_rate_bp: i64,
    pub steps: Vec<PriceStep>,
    pub quoted_at: Instant,
    pub overridden: Option<Overridden>,
}

impl LinePrice {
    /// Quotes a line now. A manager's price stays, as the last step.
    pub fn quote(
        books: &Snapshot<'_>,
        prices: &Prices,
        sellable: &Sellable,
        quantity: i64,
        overridden: Option<Overridden>,
    ) -> LinePrice {
        let quote = prices.quote(sellable, quantity);
        let (mut unit_price, mut steps) = (quote.unit_price, quote.steps);
        if let Some(by_hand) = &overridden {
            steps.push(PriceStep {
                kind: PriceStepKind::Override,
                rule_id: None,
                label: by_hand.reason.clone(),
                effect: None,
                before: Some(books.money(unit_price)),
                change: Some(books.money(Minor(by_hand.price.0 - unit_price.0))),
                after: books.money(by_hand.price),
            });
            unit_price = by_hand.price;
        }
        LinePrice {
            // Nobody is told a reduction that is none: a price above the list's is the list's.
            list_price: quote.list_price.max(unit_price),
            unit_price,
            tax_rate_bp: sellable.tax_rate_bp,
            steps,
            quoted_at: books.now,
            overridden,
        }
    }
}
