//! An order before it is one: whom it is for, its lines with their prices, and what they come to. Making one changes
//! nothing; writing it is `place`.

use crate::baskets::{LinePrice, Overridden};
use crate::customers::{Known, WALK_IN};
use crate::db::Snapshot;
use crate::kernel::money::MAX_MINOR;
use crate::kernel::text::{MAX_NOTE, fold};
use crate::kernel::{BasketId, Day, Failure, Fields, Fulfilment, LocationId, Minor, Priority, Problem, Refusal};
use crate::pricing::Prices;
use crate::stock::{Wanted, location_name};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The order's own words, checked.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    pub priority: Priority,
    pub fulfilment: Fulfilment,
    pub address: String,
    pub promised_on: Option<Day>,
    pub note: String,
}

impl Words {
    /// Texts within their limits, and an address where the goods are delivered.
    pub fn check(self, fields: &mut Fields) -> Words {
        let address = fields.text("address", &self.address, MAX_NOTE);
        if self.fulfilment == Fulfilment::Delivery && self.address.trim().is_empty() {
            fields.add("address", Problem::Required, None);
        }
        let note = fields.text("note", &self.note, MAX_NOTE);
        Words { address, note, ..self }
    }
}

/// A line with its price.
#[derive(Debug, Clone)]
pub(crate) struct DraftLine {
    pub wanted: Wanted,
    pub price: LinePrice,
    pub line_total: Minor,
    pub tax: Minor,
}

impl DraftLine {
    /// A line at a price that is known. A total beyond the limits of an amount is refused.
    pub fn at(wanted: Wanted, price: LinePrice) -> Result<DraftLine, Refusal> {
        let line_total = price.unit_price.times(wanted.quantity).ok_or_else(|| {
            Refusal::field(&format!("lines[{}].quantity", wanted.line_no - 1), Problem::TooLarge, None)
        })?;
        let tax = line_total.included_tax(price.tax_rate_bp);
        Ok(DraftLine { wanted, price, line_total, tax })
    }

    /// A line at today's price, with a manager's on top where there is one.
    pub fn quoted(
        books: &Snapshot<'_>,
        prices: &Prices,
        wanted: Wanted,
        by_hand: Option<Overridden>,
    ) -> Result<DraftLine, Refusal> {
        let price = LinePrice::quote(books, prices, &wanted.sellable, wanted.quantity, by_hand);
        DraftLine::at(wanted, price)
    }

    /// The line as the audit tells it.
    pub fn told(&self, books: &Snapshot<'_>, location: &str) -> Value {
        json!({
            "lineNo": self.wanted.line_no,
            "sku": self.wanted.sellable.sku,
            "name": self.wanted.sellable.name,
            "location": location,
            "quantity": self.wanted.quantity,
            "listPrice": books.money(self.price.list_price),
            "unitPrice": books.money(self.price.unit_price),
            "priceReason": self.price.overridden.as_ref().map(|by_hand| &by_hand.reason),
            "lineTotal": books.money(self.line_total),
        })
    }
}

/// What the lines come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Totals {
    /// At list prices.
    pub subtotal: Minor,
    pub discount: Minor,
    pub tax: Minor,
    pub total: Minor,
    /// Units of all lines.
    pub items: i64,
}

impl Totals {
    pub fn of<'l>(lines: impl IntoIterator<Item = &'l DraftLine>) -> Result<Totals, Refusal> {
        let too_large = || Refusal::field("lines", Problem::TooLarge, Some(MAX_MINOR));
        let zero = Minor::ZERO;
        let mut totals = Totals { subtotal: zero, discount: zero, tax: zero, total: zero, items: 0 };
        for line in lines {
            let listed = line.price.list_price.times(line.wanted.quantity).ok_or_else(too_large)?;
            totals.subtotal = totals.subtotal.plus(listed).ok_or_else(too_large)?;
            totals.total = totals.total.plus(line.line_total).ok_or_else(too_large)?;
            totals.tax = totals.tax.plus(line.tax).ok_or_else(too_large)?;
            totals.items += line.wanted.quantity;
        }
        totals.discount = Minor(totals.subtotal.0 - totals.total.0);
        Ok(totals)
    }

    /// The totals as the audit tells them.
    pub fn told(&self, books: &Snapshot<'_>) -> Value {
        json!({
            "items": self.items,
            "subtotal": books.money(self.subtotal),
            "discount": books.money(self.discount),
            "tax": books.money(self.tax),
            "total": books.money(self.total),
        })
    }
}

/// An order as it is to be.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub customer: Known,
    /// The tier that the prices were worked out for.
    pub tier_name: String,
    pub basket: Option<BasketId>,
    pub words: Words,
    /// How long it keeps its units while it is pending.
    pub hold_seconds: i64,
    pub lines: Vec<DraftLine>,
    pub totals: Totals,
}

impl Draft {
    /// The whole order as the audit tells it. Each later entry says what it changed under the same names, so that the
    /// order as it was at any of them can be put together again.
    pub fn told(&self, books: &Snapshot<'_>) -> Result<Value, Failure> {
        let mut places = Places::default();
        let mut lines = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            lines.push(line.told(books, places.name(books, line.wanted.location_id)?));
        }
        let mut told = json!({
            "customerId": self.customer.id,
            "customer": self.customer.name,
            "customerEmail": self.customer.email,
            "customerPhone": self.customer.phone,
            "tier": self.tier_name,
            "priority": self.words.priority,
            "fulfilment": self.words.fulfilment,
            "address": self.words.address,
            "promisedOn": self.words.promised_on,
            "note": self.words.note,
            "lines": lines,
        });
        extend(&mut told, self.totals.told(books));
        Ok(told)
    }
}

/// What a search finds somebody by who is no customer of the store; nothing for a customer, or where nobody is named.
pub(crate) fn walk_in(customer: &Known) -> Option<String> {
    let named = customer.name != WALK_IN || !customer.email.is_empty();
    (customer.id.is_none() && named).then(|| fold(&format!("{} {}", customer.name, customer.email)))
}

/// Adds the fields of one object to another.
pub(crate) fn extend(object: &mut Value, more: Value) {
    if let (Value::Object(fields), Value::Object(more)) = (object, more) {
        fields.extend(more);
    }
}

/// The names of locations, each read once.
#[derive(Debug, Default)]
pub(crate) struct Places(HashMap<LocationId, String>);

impl Places {
    pub fn name(&mut self, books: &Snapshot<'_>, id: LocationId) -> Result<&str, Failure> {
        Ok(match self.0.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(location_name(books, id)?),
        })
    }
}
