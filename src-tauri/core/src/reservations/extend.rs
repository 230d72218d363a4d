use super::release::{ReservationRows, usable_holds};
use super::store::read;
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::{AuditAction, Failure, Fields, MAX_HOLD_SECONDS, Problem, Refusal, ReservationId};
use rusqlite::named_params;
use serde_json::json;

crate::strict_request! {
    /// `by_seconds` is added to the present deadline; the new one lies at most 30 days ahead. All ids or none.
    /// Holds of an order are extended with the order.
    pub struct ReservationExtend {
        pub ids: Vec<ReservationId>,
        pub by_seconds: i64,
    }
}

pub fn reservation_extend(uow: &mut Uow<'_>, request: ReservationExtend) -> Result<ReservationRows, Failure> {
    let mut fields = Fields::default();
    fields.range("bySeconds", request.by_seconds, 1, MAX_HOLD_SECONDS);
    fields.line_count("ids", request.ids.len());
    fields.finish()?;
    let holds = usable_holds(uow, "ids", &request.ids)?;
    for hold in &holds {
        // A checkout has a limit of its own: it is extended as a whole.
        if let Some((order_id, order_number)) = hold.owner.order.clone() {
            return Err(Refusal::HoldOfOrder { id: hold.id, order_id, order_number }.into());
        }
    }
    let latest = uow.now.plus_seconds(MAX_HOLD_SECONDS);
    let mut fields = Fields::default();
    for hold in &holds {
        if hold.expires_at.plus_seconds(request.by_seconds) > latest {
            fields.add("bySeconds", Problem::TooLarge, Some((latest.0 - hold.expires_at.0) / 1000));
        }
    }
    fields.finish()?;

    let mut rows = Vec::with_capacity(holds.len());
    for hold in holds {
        let expires_at = hold.expires_at.plus_seconds(request.by_seconds);
        uow.change_one(
            "UPDATE reservation SET expires_at = :expires_at WHERE id = :id AND status = 'active'",
            named_params! { ":id": hold.id, ":expires_at": expires_at },
        )?;
        audit::record(
            uow,
            Entry {
                action: AuditAction::ReservationExtended,
                object_type: "reservation",
                object_id: hold.id.to_string(),
                object_label: &hold.owner.for_whom,
                old: Some(json!({ "expiresAt": hold.expires_at })),
                new: Some(json!({ "expiresAt": expires_at })),
                reason: None,
            },
        )?;
        rows.push(read(uow, hold.id)?);
    }
    Ok(ReservationRows { rows })
}
