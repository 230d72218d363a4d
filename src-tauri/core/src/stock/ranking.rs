//! The variants in the order of a figure. No index has it: figures change with every movement, and each sale would pay
//! for an index that one order of one list reads. So it is kept in memory, and brought up to date from the ledger, which
//! says what moved since, whoever moved it.

use crate::db::Snapshot;
use crate::kernel::{Failure, LocationId};
use rusqlite::named_params;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Figure {
    OnHand,
    Reserved,
    Available,
}

/// Units of one variant at one location, or over all.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Units {
    pub on_hand: i64,
    pub reserved: i64,
}

impl Units {
    pub fn available(self) -> i64 {
        self.on_hand - self.reserved
    }

    fn of(self, figure: Figure) -> i64 {
        match figure {
            Figure::OnHand => self.on_hand,
            Figure::Reserved => self.reserved,
            Figure::Available => self.available(),
        }
    }
}

/// All variants, archived ones too, by a figure and then by `seq`, from the least.
pub(super) struct Ranked {
    /// The figure, and the variant's `row_no`.
    pub order: Arc<Vec<(i64, i64)>>,
    /// By `row_no`.
    units: Arc<Vec<Units>>,
}

impl Ranked {
    pub fn units(&self, row_no: i64) -> Units {
        usize::try_from(row_no).ok().and_then(|place| self.units.get(place)).copied().unwrap_or_default()
    }
}

/// What is kept of one location, or of all together.
#[derive(Default)]
struct Kept {
    /// The last movement that is in it.
    seq: i64,
    /// By `row_no`; the place 0 is nobody's.
    units: Arc<Vec<Units>>,
    orders: HashMap<Figure, Arc<Vec<(i64, i64)>>>,
}

/// The orders that were asked for since the store was opened.
#[derive(Default)]
pub struct Ranking(Mutex<HashMap<Option<LocationId>, Kept>>);

impl Ranking {
    /// The order at the moment of the books. None where somebody with newer books was here first.
    pub(super) fn at(
        &self,
        books: &Snapshot<'_>,
        location_id: Option<LocationId>,
        figure: Figure,
    ) -> Result<Option<Ranked>, Failure> {
        let (seq, last): (i64, i64) = books.one(
            "SELECT (SELECT coalesce(max(seq), 0) FROM stock_movement), (SELECT coalesce(max(row_no), 0) FROM variant)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = all.entry(location_id).or_default();
        if kept.seq > seq {
            return Ok(None);
        }
        let places = usize::try_from(last).unwrap_or(0) + 1;
        if kept.seq < seq || kept.units.len() < places {
            kept.bring_up_to(books, location_id, seq, places)?;
        }
        let order = kept.orders.entry(figure).or_insert_with(|| Arc::new(ranked(&kept.units, figure))).clone();
        Ok(Some(Ranked { order, units: kept.units.clone() }))
    }
}

impl Kept {
    fn bring_up_to(
        &mut self,
        books: &Snapshot<'_>,
        location_id: Option<LocationId>,
        seq: i64,
        places: usize,
    ) -> Result<(), Failure> {
        // The first time the balances say it at once; they are the sums of the ledger.
        let moved = if self.seq == 0 {
            "SELECT variant.row_no, stock_balance.on_hand, stock_balance.reserved
             FROM stock_balance
             JOIN variant ON variant.id = stock_balance.variant_id
             WHERE (:location_id IS NULL OR stock_balance.location_id = :location_id) AND :seq >= 0"
        } else {
            "SELECT variant.row_no, stock_movement.on_hand_delta, stock_movement.reserved_delta
             FROM stock_movement
             JOIN variant ON variant.id = stock_movement.variant_id
             WHERE stock_movement.seq > :seq
               AND (:location_id IS NULL OR stock_movement.location_id = :location_id)"
        };
        let moved: Vec<(i64, i64, i64)> =
            books.rows(moved, named_params! { ":location_id": location_id, ":seq": self.seq }, |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        let units = Arc::make_mut(&mut self.units);
        if self.seq == 0 {
            units.clear();
        }
        units.resize(units.len().max(places), Units::default());
        for (row_no, on_hand, reserved) in moved {
            let place = usize::try_from(row_no).ok().and_then(|place| units.get_mut(place));
            if let Some(units) = place {
                units.on_hand += on_hand;
                units.reserved += reserved;
            }
        }
        self.seq = seq;
        self.orders.clear();
        Ok(())
    }
}

fn ranked(units: &[Units], figure: Figure) -> Vec<(i64, i64)> {
    let mut order: Vec<(i64, i64)> =
        (1_i64..).zip(units.iter().skip(1)).map(|(row_no, units)| (units.of(figure), row_no)).collect();
    order.sort_unstable();
    order
}
