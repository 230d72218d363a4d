//! What becomes of each order, before anything is written: its customer, its prices, and whether its units are there
//! after the orders before it took theirs. What many orders share is read once.

use super::{BulkOrder, MAX_ORDERS};
use crate::baskets::LinePrice;
use crate::catalog::{Sellable, sellable};
use crate::customers::{Known, OrderCustomer, look_up};
use crate::db::{Snapshot, Uow};
use crate::kernel::Watch;
use crate::kernel::{
    CustomerId, Failure, Fields, Fulfilment, LocationId, MAX_LINES, Minor, Priority, Problem, Refusal, TierId,
    VariantId,
};
use crate::orders::draft::{Draft, DraftLine, Totals, Words};
use crate::pricing::{Prices, tier_of};
use crate::reservations;
use crate::stock::{Wanted, balance, check_distinct, location_or_default};
use rusqlite::named_params;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Orders between two looks at whether somebody pressed Stop.
const ORDERS_BETWEEN_LOOKS: usize = 512;

/// Of each order in turn: what it would be, or why it cannot be.
#[derive(Debug)]
pub struct Plan {
    pub orders: Vec<Result<Planned, Box<Refusal>>>,
}

/// An order with its prices, and the lines of it that are short. What many orders share is there once.
#[derive(Debug)]
pub struct Planned {
    pub customer: Known,
    pub tier_name: Arc<str>,
    pub(super) words: Words,
    pub lines: Vec<PlannedLine>,
    pub(super) totals: Totals,
    pub short: Vec<Short>,
}

impl Planned {
    pub fn total(&self) -> Minor {
        self.totals.total
    }

    /// Units of all lines.
    pub fn units(&self) -> i64 {
        self.totals.items
    }

    /// The order as one that is placed by itself.
    pub(super) fn draft(&self, hold_seconds: i64) -> Draft {
        let lines = self.lines.iter().enumerate().map(|(index, line)| DraftLine {
            wanted: line.wanted(index),
            price: line.price.price.clone(),
            line_total: line.line_total,
            tax: line.tax,
        });
        Draft {
            customer: self.customer.clone(),
            tier_name: self.tier_name.to_string(),
            basket: None,
            words: self.words.clone(),
            hold_seconds,
            lines: lines.collect(),
            totals: self.totals,
        }
    }
}

#[derive(Debug)]
pub struct PlannedLine {
    pub sellable: Arc<Sellable>,
    pub location_id: LocationId,
    pub quantity: i64,
    pub(super) price: Arc<Price>,
    pub(super) line_total: Minor,
    pub(super) tax: Minor,
}

impl PlannedLine {
    pub(super) fn wanted(&self, index: usize) -> Wanted {
        Wanted {
            line_no: index as i64 + 1,
            sellable: (*self.sellable).clone(),
            location_id: self.location_id,
            quantity: self.quantity,
        }
    }
}

/// A price with its steps as a line keeps them.
#[derive(Debug)]
pub(super) struct Price {
    pub price: LinePrice,
    pub breakdown: String,
}

/// A line that asks for more than there is when its turn comes.
#[derive(Debug)]
pub struct Short {
    /// From 0.
    pub line: usize,
    pub available: i64,
}

/// As [`plan`], to be placed in this same unit of work: units whose hold is past its time come free before, and go to
/// whoever waits for them first.
pub fn plan_to_place(uow: &mut Uow<'_>, orders: &[BulkOrder], watch: &dyn Watch) -> Result<Plan, Failure> {
    check_count(orders)?;
    let selling = uow.rules.selling_location_id;
    let mut asked: BTreeMap<(VariantId, LocationId), i64> = BTreeMap::new();
    for line in orders.iter().flat_map(|order| &order.lines) {
        let units = asked.entry((line.variant_id, line.location_id.unwrap_or(selling))).or_default();
        *units = units.saturating_add(line.quantity.max(0));
    }
    for ((variant_id, location_id), units) in asked {
        reservations::free_for(uow, variant_id, location_id, units)?;
    }
    plan(uow, orders, watch)
}

fn check_count(orders: &[BulkOrder]) -> Result<(), Refusal> {
    if orders.len() > MAX_ORDERS {
        return Err(Refusal::field("orders", Problem::TooLarge, i64::try_from(MAX_ORDERS).ok()));
    }
    Ok(())
}

pub fn plan(books: &Snapshot<'_>, orders: &[BulkOrder], watch: &dyn Watch) -> Result<Plan, Failure> {
    check_count(orders)?;
    let mut desk = Desk {
        books,
        goods: HashMap::new(),
        places: HashMap::new(),
        tiers: HashMap::new(),
        prices: HashMap::new(),
        free: HashMap::new(),
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
    Ok(Plan { orders: planned })
}

/// What was read once for all orders, and the units that are left.
struct Desk<'b, 'c> {
    books: &'b Snapshot<'c>,
    goods: HashMap<VariantId, Result<Arc<Sellable>, Box<Refusal>>>,
    places: HashMap<LocationId, Result<LocationId, Box<Refusal>>>,
    tiers: HashMap<CustomerId, Option<TierId>>,
    prices: HashMap<Option<TierId>, OfTier>,
    free: HashMap<(VariantId, LocationId), i64>,
}

struct OfTier {
    prices: Prices,
    name: Arc<str>,
    quotes: HashMap<(VariantId, i64), Arc<Price>>,
}

impl Desk<'_, '_> {
    /// As `order_place` reads a request, and with the same refusals.
    fn plan(&mut self, order: &BulkOrder) -> Result<Planned, Failure> {
        let mut fields = Fields::default();
        fields.line_count("lines", order.lines.len());
        for (index, line) in order.lines.iter().enumerate().take(MAX_LINES) {
            fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
        }
        let words = Words {
            priority: order.priority.unwrap_or(Priority::Normal),
            fulfilment: order.fulfilment.unwrap_or(Fulfilment::Pickup),
            address: order.address.clone().unwrap_or_default(),
            promised_on: order.promised_on,
            note: order.note.clone().unwrap_or_default(),
        }
        .check(&mut fields);
        if order.customer.as_ref().is_some_and(|customer| customer.keep == Some(true)) {
            fields.add("customer.keep", Problem::NotAllowed, None);
        }
        fields.finish()?;
        let customer = look_up(self.books, order.customer.as_ref().unwrap_or(&OrderCustomer::default()))?;
        let tier_id = match customer.id {
            Some(id) => self.tier(id)?,
            None => None,
        };
        let (lines, totals) = self.lines(order, tier_id)?;
        let tier_name = self.of_tier(tier_id)?.name.clone();
        let mut planned = Planned { customer, tier_name, words, lines, totals, short: Vec::new() };
        self.take(&mut planned)?;
        Ok(planned)
    }

    fn lines(&mut self, order: &BulkOrder, tier_id: Option<TierId>) -> Result<(Vec<PlannedLine>, Totals), Failure> {
        let mut goods = Vec::with_capacity(order.lines.len());
        let mut wanted = Vec::with_capacity(order.lines.len());
        for (line_no, line) in (1..).zip(&order.lines) {
            let sellable = self.goods(line.variant_id)?;
            let location_id = self.place(line.location_id)?;
            wanted.push(Wanted { line_no, sellable: (*sellable).clone(), location_id, quantity: line.quantity });
            goods.push(sellable);
        }
        check_distinct(&wanted)?;
        let mut prices = Vec::with_capacity(wanted.len());
        let mut drafts = Vec::with_capacity(wanted.len());
        for wanted in wanted {
            let price = self.price(tier_id, &wanted.sellable, wanted.quantity)?;
            drafts.push(DraftLine::at(wanted, price.price.clone())?);
            prices.push(price);
        }
        let totals = Totals::of(&drafts)?;
        let lines = drafts.into_iter().zip(goods).zip(prices).map(|((draft, sellable), price)| PlannedLine {
            sellable,
            location_id: draft.wanted.location_id,
            quantity: draft.wanted.quantity,
            price,
            line_total: draft.line_total,
            tax: draft.tax,
        });
        Ok((lines.collect(), totals))
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
        let books = self.books;
        let OfTier { prices, quotes, .. } = self.of_tier(tier_id)?;
        Ok(match quotes.entry((sellable.variant_id, quantity)) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => {
                let price = LinePrice::quote(books, prices, sellable, quantity, None);
                let breakdown = serde_json::to_string(&price.steps)?;
                new.insert(Arc::new(Price { price, breakdown })).clone()
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
