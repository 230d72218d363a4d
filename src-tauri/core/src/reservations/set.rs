//! Many holds of orders at once, written as a set.

use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::{
    AuditAction, CustomerId, Failure, GroupId, Instant, LocationId, OrderId, ReservationId, Series, VariantId,
};
use crate::stock::ledger;
use serde::Serialize;
use serde_json::json;

/// Holds that are written at once.
const HOLDS_AT_ONCE: usize = 5_000;

/// A hold of an order, whose units were found available.
#[derive(Debug, Serialize)]
pub struct NewHold<'o> {
    pub group_id: GroupId,
    pub variant_id: VariantId,
    pub location_id: LocationId,
    pub sku: &'o str,
    pub quantity: i64,
    pub expires_at: Instant,
    pub for_whom: &'o str,
    pub customer_id: Option<CustomerId>,
    pub order_id: OrderId,
    pub order_number: &'o str,
}

#[derive(Serialize)]
struct Written<'h> {
    id: ReservationId,
    #[serde(flatten)]
    hold: &'h NewHold<'h>,
}

/// Holds all of them, as [`super::hold`] does one by one.
pub fn hold_all(uow: &mut Uow<'_>, holds: &[NewHold<'_>]) -> Result<(), Failure> {
    let series = Series::default();
    for holds in holds.chunks(HOLDS_AT_ONCE) {
        let rows: Vec<Written<'_>> =
            holds.iter().map(|hold| Written { id: ReservationId::next(&series, uow.now), hold }).collect();
        let json = serde_json::to_string(&rows)?;
        ledger::reserve_all(
            uow,
            "SELECT key AS place, unhex(value ->> 'variant_id', '-') AS variant_id,
                    unhex(value ->> 'location_id', '-') AS location_id, value ->> 'quantity' AS quantity,
                    'order' AS ref_type, unhex(value ->> 'order_id', '-') AS ref_id,
                    value ->> 'order_number' AS ref_label
             FROM json_each(:rows)",
            &[(":rows", &json)],
        )?;
        let (now, staff_id, first) = (uow.now, uow.actor.staff_id, uow.next_seq("reservation")?);
        let held = uow.change(
            "INSERT INTO reservation
               (row_no, seq, id, group_id, variant_id, location_id, quantity, status, expires_at, created_at, for_whom,
                customer_id, order_id, note, staff_id)
             SELECT :first + key, :first + key, unhex(value ->> 'id', '-'), unhex(value ->> 'group_id', '-'),
                    unhex(value ->> 'variant_id', '-'), unhex(value ->> 'location_id', '-'), value ->> 'quantity',
                    'active', value ->> 'expires_at', :now, value ->> 'for_whom', unhex(value ->> 'customer_id', '-'),
                    unhex(value ->> 'order_id', '-'), '', :staff_id
             FROM json_each(:rows)",
            rusqlite::named_params! { ":first": first, ":now": now, ":staff_id": staff_id, ":rows": json },
        )?;
        if held != rows.len() {
            return Err(Failure::Bug(format!("{held} holds written of {}", rows.len())));
        }
        for Written { id, hold } in &rows {
            audit::record(
                uow,
                Entry {
                    action: AuditAction::ReservationCreated,
                    object_type: "reservation",
                    object_id: id.to_string(),
                    object_label: hold.order_number,
                    old: None,
                    new: Some(json!({
                        "sku": hold.sku, "quantity": hold.quantity, "expiresAt": hold.expires_at, "status": "active",
                        "forWhom": hold.for_whom,
                    })),
                    reason: None,
                },
            )?;
        }
    }
    Ok(())
}
