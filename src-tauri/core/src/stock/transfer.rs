//! Moving units from one location to another: out of one and into the other in one batch. What may be moved is judged
//! where holds are known, in `reservations/transfer.rs`.

use super::batch::{self, NewBatch};
use super::ledger::{self, Cause, Step};
use super::list::{StockRow, stock_row};
use super::receive::MAX_ON_HAND;
use super::shortage::{Wanted, balance, location_name, open_location};
use crate::audit::{self, Entry};
use crate::catalog::sellable;
use crate::db::Uow;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{
    AuditAction, BatchId, BatchKind, Failure, Fields, LocationId, MAX_LINES, MovementKind, Problem, Refusal, VariantId,
};
use serde_json::json;

crate::strict_request! {
    pub struct StockTransferLine {
        pub variant_id: VariantId,
        pub quantity: i64,
    }
    /// All lines or none, and only units that are available: what is promised stays where it is promised.
    pub struct StockTransfer {
        pub from_location_id: LocationId,
        pub to_location_id: LocationId,
        pub lines: Vec<StockTransferLine>,
        pub note: Option<String>,
    }
}
crate::response! {
    pub struct StockTransferred {
        pub batch_id: BatchId,
        /// What is now where the units went, one row a line.
        pub rows: Vec<StockRow>,
    }
}

/// A transfer that can be read: both locations are in use, every product may be moved.
pub struct TransferPlan {
    /// The lines, at the location they leave.
    pub wanted: Vec<Wanted>,
    from: LocationId,
    to: LocationId,
    note: String,
}

impl TransferPlan {
    pub fn read(uow: &Uow<'_>, request: &StockTransfer) -> Result<TransferPlan, Failure> {
        let mut fields = Fields::default();
        fields.line_count("lines", request.lines.len());
        for (index, line) in request.lines.iter().enumerate().take(MAX_LINES) {
            fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
        }
        if request.from_location_id == request.to_location_id {
            fields.add("toLocationId", Problem::Duplicate, None);
        }
        let note = fields.text("note", request.note.as_deref().unwrap_or_default(), MAX_NOTE);
        fields.finish()?;
        let from = open_location(uow, request.from_location_id)?;
        let to = open_location(uow, request.to_location_id)?;
        let mut wanted = Vec::with_capacity(request.lines.len());
        for (line_no, line) in (1..).zip(&request.lines) {
            let sellable = sellable(uow, line.variant_id)?;
            wanted.push(Wanted { line_no, sellable, location_id: from, quantity: line.quantity });
        }
        Ok(TransferPlan { wanted, from, to, note })
    }

    /// Moves the units, which were found available.
    pub fn write(self, uow: &mut Uow<'_>) -> Result<StockTransferred, Failure> {
        let (from_name, to_name) = (location_name(uow, self.from)?, location_name(uow, self.to)?);
        let note = Some(self.note.as_str()).filter(|note| !note.is_empty());
        let batch_id = batch::begin(
            uow,
            NewBatch {
                label: &format!("{from_name} \u{2192} {to_name}"),
                note: &self.note,
                location_id: Some(self.from),
                to_location_id: Some(self.to),
                ..NewBatch::of(BatchKind::Transfer)
            },
        )?;
        let mut rows = Vec::with_capacity(self.wanted.len());
        for (index, line) in self.wanted.iter().enumerate() {
            let variant_id = line.sellable.variant_id;
            let room = MAX_ON_HAND - balance(uow, variant_id, self.to)?.on_hand;
            if line.quantity > room {
                let field = format!("lines[{index}].quantity");
                return Err(Refusal::field(&field, Problem::TooLarge, Some(room)).into());
            }
            let mut step = |location_id, other: (LocationId, &str), kind, on_hand_delta| {
                ledger::append(
                    uow,
                    Step { variant_id, location_id, kind, on_hand_delta, reserved_delta: 0 },
                    &Cause {
                        ref_type: Some("location"),
                        ref_id: Some(*other.0.as_bytes()),
                        ref_label: Some(other.1),
                        note,
                        ..Cause::default()
                    },
                )
            };
            let left = step(self.from, (self.to, &to_name), MovementKind::TransferOut, -line.quantity)?;
            let there = step(self.to, (self.from, &from_name), MovementKind::TransferIn, line.quantity)?;
            audit::record(
                uow,
                Entry {
                    action: AuditAction::StockTransferred,
                    object_type: "variant",
                    object_id: variant_id.to_string(),
                    object_label: &line.sellable.sku,
                    old: Some(json!({
                        "onHandFrom": left.on_hand + line.quantity, "onHandTo": there.on_hand - line.quantity,
                    })),
                    new: Some(json!({
                        "from": from_name, "to": to_name, "quantity": line.quantity,
                        "onHandFrom": left.on_hand, "onHandTo": there.on_hand,
                    })),
                    reason: note,
                },
            )?;
            rows.push(stock_row(uow, variant_id, self.to)?);
        }
        batch::finish(uow, batch_id, self.wanted.len() as i64)?;
        Ok(StockTransferred { batch_id, rows })
    }
}
