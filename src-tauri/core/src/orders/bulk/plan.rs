//! What becomes of each order, before anything is written: its customer, its prices, and whether its units are there
//! after the orders before it took theirs. What many orders share is read once.

use super::{BulkOrder, MAX_ORDERS};
use crate::catalog::{Sellable, sellable};
use crate::customers::{Known, OrderCustomer, WALK_IN};
use crate::db::Snapshot;
use crate::kernel::Watch;
use crate::kernel::money::MAX_MINOR;
use crate::kernel::text::{MAX_NAME, MAX_NOTE, fold};
use crate::kernel::{
    CustomerId, Failure, Fields, Fulfilment, LocationId, MAX_LINES, Minor, Problem, Refusal, TierId, VariantId,
};
use crate::pricing::{Prices, Quote, tier_of};
use crate::stock::{Wanted, balance, location_or_default};
use rusqlite::named_params;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// Orders between two looks at whether somebody pressed Stop.
const ORDERS_BETWEEN_LOOKS: usize = 512;

/// Of each order in turn: what it would be, or why it cannot be.
#[derive(Debug)]
pub struct Plan {
    pub orders: Vec<Result<Planned, Box<Refusal>>>,
    /// Units that the placed orders take, of each variant at its location.
    pub(super) taken: HashMap<(VariantId, LocationId), i64>,
}

/// An order with its prices, and the lines of it that are short.
#[derive(Debug)]
pub struct Planned {
    pub customer: Known,
    pub tier_name: Arc<str>,
    pub address: String,
    pub note: String,
    pub lines: Vec<PlannedLine>,
    pub subtotal: Minor,
    pub tax: Minor,
    pub total: Minor,
    pub items: i64,
    pub short: Vec<Short>,
}

#[derive(Debug)]
pub struct PlannedLine {
    pub sellable: Arc<Sellable>,
    pub location_id: LocationId,
    pub quantity: i64,
    pub price: Arc<Price>,
    pub line_total: Minor,
    pub tax: Minor,
}

impl PlannedLine {
    pub fn wanted(&self, index: usize) -> Wanted {
        Wanted {
            line_no: index as i64 + 1,
            sellable: (*self.sellable).clone(),
            location_id: self.location_id,
            quantity: self.quantity,
        }
    }
}

/// A quote with its steps as a line keeps them.
#[derive(Debug)]
pub struct Price {
    pub quote: Quote,
    pub breakdown: String,
}

/// A line that asks for more than there is when its turn comes.
#[derive(Debug)]
pub struct Short {
    /// From 0.
    pub line: usize,
    pub available: i64,
}

pub fn plan(books: &Snapshot<'_>, orders: &[BulkOrder], watch: &dyn Watch) -> Result<Plan, Failure> {
    if orders.len() > MAX_ORDERS {
        return Err(Refusal::field("orders", Problem::TooLarge, i64::try_from(MAX_ORDERS).ok()).into());
    }
    let mut desk = Desk {
        books,
        goods: HashMap::new(),
        places: HashMap::new(),
        customers: HashMap::new(),
        tiers: HashMap::new(),
        prices: HashMap::new(),
        free: HashMap::new(),
        taken: HashMap::new(),
    };
    let mut planned = Vec::with_capacity(orders.len());
    for (index, order) in orders.iter().enumerate() {
        if index % ORDERS_BETWEEN_LOOKS == 0 {
            watch.progress(index as i64, 2 * orders.len() as i64);
            if watch.is_cancelled() {
                return Err(Refusal::Cancelled { what: "Placing the orders".to_owned() }.into());
            }
        }
        planned.push(match desk.plan(order) {
            Ok(order) => Ok(order),
            Err(Failure::Refused(refusal)) => Err(refusal),
            Err(failure) => return Err(failure),
        });
    }
    Ok(Plan { orders: planned, taken: desk.taken })
}

/// What was read once for all orders, and the units that are left.
struct Desk<'b, 'c> {
    books: &'b Snapshot<'c>,
    goods: HashMap<VariantId, Result<Arc<Sellable>, Box<Refusal>>>,
    places: HashMap<LocationId, Result<LocationId, Box<Refusal>>>,
    /// By e-mail, folded.
    customers: HashMap<String, Option<Known>>,
    tiers: HashMap<CustomerId, Option<TierId>>,
    prices: HashMap<Option<TierId>, OfTier>,
    free: HashMap<(VariantId, LocationId), i64>,
    taken: HashMap<(VariantId, LocationId), i64>,
}

struct OfTier {
    prices: Prices,
    name: Arc<str>,
    quotes: HashMap<(VariantId, i64), Arc<Price>>,
}

impl Desk<'_, '_> {
    fn plan(&mut self, order: &BulkOrder) -> Result<Planned, Failure> {
        let mut fields = Fields::default();
        fields.line_count("lines", order.lines.len());
        for (index, line) in order.lines.iter().enumerate().take(MAX_LINES) {
            fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
        }
        let address = fields.text("address", order.address.as_deref().unwrap_or_default(), MAX_NOTE);
        if order.fulfilment == Some(Fulfilment::Delivery) && address.is_empty() {
            fields.add("address", Problem::Required, None);
        }
        let note = fields.text("note", order.note.as_deref().unwrap_or_default(), MAX_NOTE);
        let asked = words_of(order.customer.as_ref(), &mut fields);
        fields.finish()?;
        let customer = self.customer(asked)?;
        let tier_id = match customer.id {
            Some(id) => self.tier(id)?,
            None => None,
        };
        let lines = self.lines(order, tier_id)?;
        let mut planned = Planned {
            customer,
            tier_name: self.of_tier(tier_id)?.name.clone(),
            address,
            note,
            lines,
            subtotal: Minor::ZERO,
            tax: Minor::ZERO,
            total: Minor::ZERO,
            items: 0,
            short: Vec::new(),
        };
        add_up(&mut planned)?;
        self.take(&mut planned)?;
        Ok(planned)
    }

    fn lines(&mut self, order: &BulkOrder, tier_id: Option<TierId>) -> Result<Vec<PlannedLine>, Failure> {
        let mut lines: Vec<PlannedLine> = Vec::with_capacity(order.lines.len());
        for (index, line) in order.lines.iter().enumerate() {
            let location_id = self.place(line.location_id)?;
            let sellable = self.goods(line.variant_id)?;
            let price = self.price(tier_id, &sellable, line.quantity)?;
            let field = || format!("lines[{index}].quantity");
            let too_large = || Refusal::field(&field(), Problem::TooLarge, None);
            let line_total = price.quote.unit_price.times(line.quantity).ok_or_else(too_large)?;
            let tax = line_total.included_tax(sellable.tax_rate_bp);
            lines.push(PlannedLine { sellable, location_id, quantity: line.quantity, price, line_total, tax });
        }
        check_distinct(&lines)?;
        Ok(lines)
    }

    /// Takes the order's units off what is left, or none of them.
    fn take(&mut self, planned: &mut Planned) -> Result<(), Failure> {
        let mut short = Vec::new();
        for (index, line) in planned.lines.iter().enumerate() {
            let available = self.free(line.sellable.variant_id, line.location_id)?;
            if available < line.quantity {
                short.push(Short { line: index, available });
            }
        }
        if short.is_empty() {
            for line in &planned.lines {
                let key = (line.sellable.variant_id, line.location_id);
                *self.free.entry(key).or_default() -= line.quantity;
                *self.taken.entry(key).or_default() += line.quantity;
            }
        }
        planned.short = short;
        Ok(())
    }

    /// Units that nobody has, or whose hold is past its time: it counts for nothing, swept or not.
    fn free(&mut self, variant_id: VariantId, location_id: LocationId) -> Result<i64, Failure> {
        if let Some(free) = self.free.get(&(variant_id, location_id)) {
            return Ok(*free);
        }
        let balance = balance(self.books, variant_id, location_id)?;
        let lapsed: i64 = self.books.one(
            "SELECT coalesce(sum(quantity), 0) FROM reservation
             WHERE variant_id = :variant_id AND location_id = :location_id AND status = 'active' AND expires_at <= :now",
            named_params! { ":variant_id": variant_id, ":location_id": location_id, ":now": self.books.now },
            |row| row.get(0),
        )?;
        let free = balance.on_hand - balance.reserved + lapsed;
        self.free.insert((variant_id, location_id), free);
        Ok(free)
    }

    fn goods(&mut self, id: VariantId) -> Result<Arc<Sellable>, Failure> {
        let books = self.books;
        let known = match self.goods.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(kept(sellable(books, id).map(Arc::new))?),
        };
        known.clone().map_err(Failure::Refused)
    }

    fn place(&mut self, id: Option<LocationId>) -> Result<LocationId, Failure> {
        let (books, id) = (self.books, id.unwrap_or(self.books.rules.selling_location_id));
        let known = match self.places.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(kept(location_or_default(books, Some(id)))?),
        };
        known.clone().map_err(Failure::Refused)
    }

    fn customer(&mut self, asked: Asked) -> Result<Known, Failure> {
        const COLUMNS: &str = "id, name, email, phone";
        let known = |row: &rusqlite::Row<'_>| {
            Ok(Known { id: row.get(0)?, name: row.get(1)?, email: row.get(2)?, phone: row.get(3)? })
        };
        if let Some(id) = asked.id {
            let found = self.books.find(
                &format!("SELECT {COLUMNS} FROM customer WHERE id = ?1 AND archived_at IS NULL"),
                [id],
                known,
            )?;
            return found.ok_or_else(|| Refusal::not_found("customer", id).into());
        }
        let Asked { id: _, name, email, phone } = asked;
        if !email.is_empty() {
            let found = match self.customers.entry(fold(&email)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let folded = new.key().clone();
                    new.insert(self.books.find(
                        &format!(
                            "SELECT {COLUMNS} FROM customer
                             WHERE email_folded = ?1 AND email_folded <> '' AND archived_at IS NULL"
                        ),
                        [folded],
                        known,
                    )?)
                }
            };
            if let Some(found) = found {
                return Ok(found.clone());
            }
        }
        let name = match (name.is_empty(), email.is_empty()) {
            (false, _) => name,
            (true, false) => email.clone(),
            (true, true) => WALK_IN.to_owned(),
        };
        Ok(Known { id: None, name, email, phone })
    }

    fn tier(&mut self, id: CustomerId) -> Result<Option<TierId>, Failure> {
        if let Some(tier) = self.tiers.get(&id) {
            return Ok(*tier);
        }
        let tier = tier_of(self.books, id)?;
        self.tiers.insert(id, tier);
        Ok(tier)
    }

    fn of_tier(&mut self, id: Option<TierId>) -> Result<&mut OfTier, Failure> {
        Ok(match self.prices.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let prices = Prices::of(self.books, id, self.books.now)?;
                new.insert(OfTier { name: prices.tier_name().into(), prices, quotes: HashMap::new() })
            }
        })
    }

    fn price(&mut self, tier_id: Option<TierId>, sellable: &Sellable, quantity: i64) -> Result<Arc<Price>, Failure> {
        let OfTier { prices, quotes, .. } = self.of_tier(tier_id)?;
        Ok(match quotes.entry((sellable.variant_id, quantity)) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => {
                let quote = prices.quote(sellable, quantity);
                let breakdown = serde_json::to_string(&quote.steps)?;
                new.insert(Arc::new(Price { quote, breakdown })).clone()
            }
        })
    }
}

/// A refusal is an answer too, and is kept like one.
fn kept<T>(answer: Result<T, Failure>) -> Result<Result<T, Box<Refusal>>, Failure> {
    match answer {
        Ok(value) => Ok(Ok(value)),
        Err(Failure::Refused(refusal)) => Ok(Err(refusal)),
        Err(failure) => Err(failure),
    }
}

/// A customer's words, read from a request.
struct Asked {
    id: Option<CustomerId>,
    name: String,
    email: String,
    phone: String,
}

fn words_of(asked: Option<&OrderCustomer>, fields: &mut Fields) -> Asked {
    let text = |text: Option<&String>| text.map(String::as_str).unwrap_or_default().to_owned();
    let said = |pick: fn(&OrderCustomer) -> Option<&String>| text(asked.and_then(pick));
    let name = fields.line("customer.name", &said(|asked| asked.name.as_ref()), MAX_NAME);
    let email = fields.line("customer.email", &said(|asked| asked.email.as_ref()), MAX_NAME);
    let phone = fields.line("customer.phone", &said(|asked| asked.phone.as_ref()), MAX_NAME);
    if !email.is_empty() && !email.contains('@') {
        fields.add("customer.email", Problem::Malformed, None);
    }
    Asked { id: asked.and_then(|asked| asked.id), name, email, phone }
}

fn check_distinct(lines: &[PlannedLine]) -> Result<(), Refusal> {
    for (index, line) in lines.iter().enumerate() {
        let same = |other: &PlannedLine| {
            other.sellable.variant_id == line.sellable.variant_id && other.location_id == line.location_id
        };
        if lines[..index].iter().any(same) {
            return Err(Refusal::field(&format!("lines[{index}].variantId"), Problem::Duplicate, None));
        }
    }
    Ok(())
}

fn add_up(planned: &mut Planned) -> Result<(), Refusal> {
    let too_large = || Refusal::field("lines", Problem::TooLarge, Some(MAX_MINOR));
    for line in &planned.lines {
        let listed = line.price.quote.list_price.times(line.quantity).ok_or_else(too_large)?;
        planned.subtotal = planned.subtotal.plus(listed).ok_or_else(too_large)?;
        planned.total = planned.total.plus(line.line_total).ok_or_else(too_large)?;
        planned.tax = planned.tax.plus(line.tax).ok_or_else(too_large)?;
        planned.items += line.quantity;
    }
    Ok(())
}
