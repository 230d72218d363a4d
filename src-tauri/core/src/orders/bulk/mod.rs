//! Many orders at once: planned one after the other against what the ones before leave, then written as a whole set.
//!
//! Promises: an order of many has the lines, prices, units and audit that it would have had by itself; one that is short
//! takes nothing; all or nothing means that one short or refused order leaves the store as it was.

mod plan;
mod write;

use super::place::OrderPlaceLine;
use crate::customers::OrderCustomer;
use crate::db::{Snapshot, Uow};
use crate::kernel::Watch;
use crate::kernel::{
    BatchId, BulkMode, BulkResult, BulkShortLine, BulkShortage, BulkUpTo, Day, Failure, Fulfilment, LocationId, Minor,
    Money, OrderId, Priority, Problem, Refusal, ShortLine, VariantId,
};
use crate::stock::short_line;
pub use plan::{Plan, Planned, PlannedLine, Short, plan, plan_to_place};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use write::Written;

/// The most orders of one act.
pub const MAX_ORDERS: usize = 100_000;
/// The most short lines that a refusal names.
const MAX_NAMED: usize = 20;
/// The most holders that each short line of a rejected order keeps.
const MAX_HOLDERS: usize = 3;

crate::strict_request! {
    /// One order of many. Its customer is found by e-mail, and kept as text otherwise.
    pub struct BulkOrder {
        pub customer: Option<OrderCustomer>,
        pub lines: Vec<OrderPlaceLine>,
        pub priority: Option<Priority>,
        pub fulfilment: Option<Fulfilment>,
        pub address: Option<String>,
        pub promised_on: Option<Day>,
        pub note: Option<String>,
    }
    /// Places many orders in one transaction.
    pub struct OrderBulk {
        pub orders: Vec<BulkOrder>,
        pub mode: BulkMode,
        /// Confirmed where it is left out.
        pub up_to: Option<BulkUpTo>,
        /// Kept as rejected where it is left out; of orders that each go by themselves.
        pub on_shortage: Option<BulkShortage>,
    }
}
crate::response! {
    pub struct BulkOrderRow {
        /// From 0, in the order of the request.
        pub index: i64,
        /// Null where nothing is kept of it.
        pub order_id: Option<OrderId>,
        pub number: Option<String>,
        pub result: BulkResult,
        pub short: Vec<BulkShortLine>,
        pub refusal: Option<Refusal>,
    }
    /// What came of many orders.
    pub struct BulkFigures {
        pub placed: i64,
        /// Short, and kept as rejected.
        pub rejected: i64,
        /// Short, and left out.
        pub skipped: i64,
        pub refused: i64,
        /// Of the orders that were placed.
        pub units: i64,
        pub total: Money,
        /// The numbers of the orders that are kept, from the first to the last.
        pub first_number: Option<String>,
        pub last_number: Option<String>,
        pub first_id: Option<OrderId>,
    }
    pub struct OrderBulkPlaced {
        pub batch_id: BatchId,
        pub placed: i64,
        pub rejected: i64,
        pub skipped: i64,
        pub refused: i64,
        pub units: i64,
        pub total: Money,
        pub rows: Vec<BulkOrderRow>,
    }
}

/// How many orders are taken.
#[derive(Debug, Clone, Copy)]
pub struct How {
    pub mode: BulkMode,
    pub up_to: BulkUpTo,
    pub on_shortage: BulkShortage,
}

impl How {
    pub fn of(mode: Option<BulkMode>, up_to: Option<BulkUpTo>, on_shortage: Option<BulkShortage>) -> How {
        How {
            mode: mode.unwrap_or(BulkMode::AllOrNothing),
            up_to: up_to.unwrap_or(BulkUpTo::Confirmed),
            on_shortage: on_shortage.unwrap_or(BulkShortage::Reject),
        }
    }
}

pub fn order_bulk(uow: &mut Uow<'_>, request: &OrderBulk, watch: &dyn Watch) -> Result<OrderBulkPlaced, Failure> {
    let how = How::of(Some(request.mode), request.up_to, request.on_shortage);
    if request.orders.is_empty() {
        return Err(Refusal::field("orders", Problem::Required, None).into());
    }
    let plan = plan_to_place(uow, &request.orders, watch)?;
    if how.mode == BulkMode::AllOrNothing {
        plan.check_whole(0)?;
    }
    let batch_id = BatchId::new(uow.now);
    let (figures, written) = uow.as_batch(batch_id, |uow| place(uow, &plan, how, watch))?;
    let mut rows = Vec::with_capacity(plan.orders.len());
    for (index, (planned, written)) in plan.orders.iter().zip(written).enumerate() {
        let (result, short, refusal) = match planned {
            Ok(planned) if planned.short.is_empty() => (BulkResult::Placed, Vec::new(), None),
            Ok(planned) => (BulkResult::Short, planned.short_lines(index), None),
            Err(refusal) => (BulkResult::Refused, Vec::new(), Some((**refusal).clone())),
        };
        let (order_id, number) = written.map(|written| (written.id, written.number)).unzip();
        rows.push(BulkOrderRow { index: index as i64, order_id, number, result, short, refusal });
    }
    Ok(OrderBulkPlaced {
        batch_id,
        placed: figures.placed,
        rejected: figures.rejected,
        skipped: figures.skipped,
        refused: figures.refused,
        units: figures.units,
        total: figures.total,
        rows,
    })
}

/// Writes what was planned in this same unit of work. Tells of each order what is kept of it.
pub fn place(
    uow: &mut Uow<'_>,
    plan: &Plan,
    how: How,
    watch: &dyn Watch,
) -> Result<(BulkFigures, Vec<Option<Written>>), Failure> {
    let written = write::write(uow, plan, how, watch)?;
    let kept = || written.iter().flatten();
    let short = plan.count(BulkResult::Short);
    let (rejected, skipped) = match how.on_shortage {
        BulkShortage::Reject => (short, 0),
        BulkShortage::Skip => (0, short),
    };
    let figures = BulkFigures {
        placed: plan.count(BulkResult::Placed),
        rejected,
        skipped,
        refused: plan.count(BulkResult::Refused),
        units: plan.placed().map(Planned::units).sum(),
        total: uow.money(Minor(plan.placed().map(|planned| planned.total().0).sum())),
        first_number: kept().next().map(|written| written.number.clone()),
        last_number: kept().next_back().map(|written| written.number.clone()),
        first_id: kept().next().map(|written| written.id),
    };
    Ok((figures, written))
}

impl Plan {
    pub fn count(&self, result: BulkResult) -> i64 {
        self.orders.iter().filter(|planned| result_of(planned) == result).count() as i64
    }

    pub fn placed(&self) -> impl Iterator<Item = &Planned> {
        self.orders.iter().flatten().filter(|planned| planned.short.is_empty())
    }

    /// Refuses the whole where one order is short or cannot be; so many more could not even be planned.
    pub fn check_whole(&self, unplanned: i64) -> Result<(), Refusal> {
        let (short, refused) = (self.count(BulkResult::Short), self.count(BulkResult::Refused) + unplanned);
        if short + refused == 0 {
            return Ok(());
        }
        let lines = self.orders.iter().enumerate().filter_map(|(index, planned)| Some((index, planned.as_ref().ok()?)));
        let lines = lines.flat_map(|(index, planned)| planned.short_lines(index)).take(MAX_NAMED).collect();
        Err(Refusal::OrdersNotWhole { orders: self.orders.len() as i64 + unplanned, short, refused, lines })
    }
}

pub fn result_of(planned: &Result<Planned, Box<Refusal>>) -> BulkResult {
    match planned {
        Ok(planned) if planned.short.is_empty() => BulkResult::Placed,
        Ok(_) => BulkResult::Short,
        Err(_) => BulkResult::Refused,
    }
}

impl Planned {
    /// The short lines as they are told, of the order at this place.
    pub fn short_lines(&self, index: usize) -> Vec<BulkShortLine> {
        let line = |short: &Short| {
            let line = &self.lines[short.line];
            BulkShortLine {
                order: index as i64 + 1,
                sku: line.sellable.sku.clone(),
                name: line.sellable.name.clone(),
                requested: line.quantity,
                available: short.available,
            }
        };
        self.short.iter().map(line).collect()
    }
}

/// The short lines as orders keep them that are rejected. Who has the rest is read once for all orders that are short of
/// a variant at a location: nothing is written in between.
#[derive(Default)]
struct Shortages {
    known: HashMap<(VariantId, LocationId), ShortLine>,
}

impl Shortages {
    fn of(&mut self, books: &Snapshot<'_>, planned: &Planned) -> Result<Vec<ShortLine>, Failure> {
        planned.short.iter().map(|short| self.line(books, planned, short)).collect()
    }

    fn line(&mut self, books: &Snapshot<'_>, planned: &Planned, short: &Short) -> Result<ShortLine, Failure> {
        let line = &planned.lines[short.line];
        let wanted = line.wanted(short.line);
        let known = match self.known.entry((wanted.sellable.variant_id, wanted.location_id)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let mut told = short_line(books, &wanted, wanted.quantity)?;
                told.held_by.truncate(MAX_HOLDERS);
                new.insert(told)
            }
        };
        Ok(ShortLine {
            line_no: wanted.line_no,
            requested: wanted.quantity,
            available: short.available,
            ..known.clone()
        })
    }
}
