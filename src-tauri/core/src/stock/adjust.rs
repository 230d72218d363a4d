//! Saying that more or fewer units are there than the books say, and why. Who may give way where too many are promised
//! is judged in later rooms: holds in `reservations/adjust.rs`, order lines in `orders/give_way.rs`.

use super::batch::{self, NewBatch};
use super::ledger::{self, Balance, Cause, Step};
use super::list::{StockRow, stock_row};
use super::reasons::reason_name;
use super::receive::MAX_ON_HAND;
use super::shortage::{Wanted, balance, location_or_default, short_line};
use crate::audit::{self, Entry};
use crate::catalog::{Sellable, sellable};
use crate::db::Uow;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{
    AuditAction, BatchId, BatchKind, Failure, Fields, LocationId, MovementKind, OrderId, Problem, Refusal,
    ReservationId, VariantId,
};
use serde_json::json;

crate::strict_request! {
    /// Units of an order's line that are closed short.
    pub struct GiveWayLine {
        pub order_id: OrderId,
        pub line_no: i64,
        pub quantity: i64,
    }
    /// Exactly one of delta and counted. The reason is required.
    pub struct StockAdjust {
        pub variant_id: VariantId,
        pub location_id: Option<LocationId>,
        /// Units more (positive) or fewer (negative).
        pub delta: Option<i64>,
        /// Units that are there by count.
        pub counted: Option<i64>,
        /// The code of a reason, like "damaged": see reason_list.
        pub reason: String,
        pub note: Option<String>,
        /// Who gives way where fewer units are left than are promised.
        pub give_way: Option<GiveWay>,
    }
}
crate::request! {
    /// Holds that are released, and order lines that are closed short, in the same act as the adjustment. Together they
    /// cover what is too few.
    pub struct GiveWay {
        pub reservations: Vec<ReservationId>,
        pub order_lines: Vec<GiveWayLine>,
    }
}
crate::response! {
    pub struct StockAdjusted {
        pub batch_id: BatchId,
        pub row: StockRow,
        pub delta: i64,
    }
}

/// An adjustment that was read and can be written once nothing promised stands in its way.
pub struct Adjustment {
    pub variant: Sellable,
    pub location_id: LocationId,
    /// The reason's code, and the note behind it: what the audit says.
    pub said: String,
    before: Balance,
    delta: i64,
    reason: String,
    reason_name: String,
    note: String,
}

impl Adjustment {
    pub fn read(uow: &Uow<'_>, request: &StockAdjust) -> Result<Adjustment, Failure> {
        let mut fields = Fields::default();
        let note = fields.text("note", request.note.as_deref().unwrap_or_default(), MAX_NOTE);
        if let Some(delta) = request.delta {
            fields.range("delta", delta, -MAX_ON_HAND, MAX_ON_HAND);
        }
        if let Some(counted) = request.counted {
            fields.range("counted", counted, 0, MAX_ON_HAND);
        }
        fields.finish()?;
        let reason_name = reason_name(uow, &request.reason)?;
        let variant = sellable(uow, request.variant_id)?;
        let location_id = location_or_default(uow, request.location_id)?;
        let before = balance(uow, request.variant_id, location_id)?;
        let delta = match (request.delta, request.counted) {
            (Some(0), None) => return Err(Refusal::field("delta", Problem::Required, None).into()),
            (Some(delta), None) => delta,
            (None, Some(counted)) => counted - before.on_hand,
            (None, None) => return Err(Refusal::field("delta", Problem::Required, None).into()),
            (Some(_), Some(_)) => return Err(Refusal::field("counted", Problem::NotAllowed, None).into()),
        };
        let on_hand = before.on_hand + delta;
        if on_hand < 0 {
            return Err(Refusal::field("delta", Problem::TooSmall, Some(-before.on_hand)).into());
        }
        if on_hand > MAX_ON_HAND {
            return Err(Refusal::field("delta", Problem::TooLarge, Some(MAX_ON_HAND - before.on_hand)).into());
        }
        let reason = request.reason.clone();
        let said = if note.is_empty() { reason.clone() } else { format!("{reason}: {note}") };
        Ok(Adjustment { variant, location_id, said, before, delta, reason, reason_name, note })
    }

    /// Units that are promised and would not be there, as far as is known now; 0 where nothing stands in the way.
    pub fn gap(&self, uow: &Uow<'_>) -> Result<i64, Failure> {
        let now = balance(uow, self.variant.variant_id, self.location_id)?;
        Ok((now.reserved - (now.on_hand + self.delta)).max(0))
    }

    /// Refuses to leave fewer units than are promised, and names who has them.
    pub fn check_promised(&self, uow: &Uow<'_>) -> Result<(), Failure> {
        if self.gap(uow)? == 0 {
            return Ok(());
        }
        let wanted = Wanted { line_no: 1, sellable: self.variant.clone(), location_id: self.location_id, quantity: 0 };
        let line = Box::new(short_line(uow, &wanted, self.before.on_hand + self.delta)?);
        Err(Refusal::StockBelowReserved { line }.into())
    }

    /// Opens the batch: what gives way on the way belongs to it.
    pub fn begin(&self, uow: &mut Uow<'_>) -> Result<BatchId, Failure> {
        let kind = if self.reason == "opening_stock" { BatchKind::Opening } else { BatchKind::Adjust };
        let location_id = Some(self.location_id);
        batch::begin(uow, NewBatch { label: &self.reason_name, note: &self.note, location_id, ..NewBatch::of(kind) })
    }

    pub fn write(self, uow: &mut Uow<'_>, batch_id: BatchId) -> Result<StockAdjusted, Failure> {
        let variant_id = self.variant.variant_id;
        let after = ledger::append(
            uow,
            Step {
                variant_id,
                location_id: self.location_id,
                kind: MovementKind::Adjust,
                on_hand_delta: self.delta,
                reserved_delta: 0,
            },
            &Cause {
                reason: Some(&self.reason),
                note: Some(self.note.as_str()).filter(|note| !note.is_empty()),
                ..Cause::default()
            },
        )?;
        audit::record(
            uow,
            Entry {
                action: AuditAction::StockAdjusted,
                object_type: "variant",
                object_id: variant_id.to_string(),
                object_label: &self.variant.sku,
                old: Some(json!({ "onHand": self.before.on_hand })),
                new: Some(json!({ "onHand": after.on_hand, "delta": self.delta })),
                reason: Some(&self.said),
            },
        )?;
        batch::finish(uow, batch_id, 1)?;
        Ok(StockAdjusted { batch_id, row: stock_row(uow, variant_id, self.location_id)?, delta: self.delta })
    }
}
