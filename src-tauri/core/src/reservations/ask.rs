use super::release::{ReservationRows, usable_holds};
use super::store::read;
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{AuditAction, Failure, Fields, ReservationId};
use rusqlite::named_params;
use serde_json::json;

crate::strict_request! {
    /// Marks holds whose units somebody else needs. They run on; whoever has them sees who asked. All ids or none.
    pub struct ReservationAskRelease {
        pub ids: Vec<ReservationId>,
        pub note: Option<String>,
    }
}

pub fn reservation_ask_release(uow: &mut Uow<'_>, request: ReservationAskRelease) -> Result<ReservationRows, Failure> {
    let mut fields = Fields::default();
    fields.line_count("ids", request.ids.len());
    let note = fields.text("note", request.note.as_deref().unwrap_or_default(), MAX_NOTE);
    fields.finish()?;
    let holds = usable_holds(uow, "ids", &request.ids)?;
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    let mut rows = Vec::with_capacity(holds.len());
    for hold in holds {
        uow.change_one(
            "UPDATE reservation SET asked_at = :now, asked_by = :staff_id, asked_note = :note
             WHERE id = :id AND status = 'active'",
            named_params! { ":id": hold.id, ":now": now, ":staff_id": staff_id, ":note": note },
        )?;
        audit::record(
            uow,
            Entry {
                action: AuditAction::ReservationReleaseAsked,
                object_type: "reservation",
                object_id: hold.id.to_string(),
                object_label: hold.owner.label(),
                old: None,
                new: Some(json!({ "sku": hold.sku, "quantity": hold.quantity, "note": note })),
                reason: None,
            },
        )?;
        rows.push(read(uow, hold.id)?);
    }
    Ok(ReservationRows { rows })
}
