use super::store::{Owner, Reservation, check_available, hold, read};
use crate::catalog::sellable;
use crate::db::{Snapshot, Uow};
use crate::kernel::text::{MAX_NAME, MAX_NOTE};
use crate::kernel::{
    CustomerId, Failure, Fields, GroupId, LocationId, MAX_HOLD_SECONDS, MAX_LINES, Refusal, VariantId,
};
use crate::stock::{Wanted, location_or_default};

crate::strict_request! {
    pub struct ReservationLine {
        pub variant_id: VariantId,
        pub quantity: i64,
        pub location_id: Option<LocationId>,
    }
    /// All lines or none.
    pub struct ReservationCreate {
        pub lines: Vec<ReservationLine>,
        pub for_whom: Option<String>,
        pub customer_id: Option<CustomerId>,
        /// From 1 to 2,592,000 seconds (30 days); the store's setting where left out.
        pub ttl_seconds: Option<i64>,
        pub note: Option<String>,
    }
}
crate::response! {
    pub struct ReservationGroup {
        pub group_id: GroupId,
        pub rows: Vec<Reservation>,
    }
}

pub fn reservation_create(uow: &mut Uow<'_>, request: ReservationCreate) -> Result<ReservationGroup, Failure> {
    let mut fields = Fields::default();
    fields.line_count("lines", request.lines.len());
    for (index, line) in request.lines.iter().enumerate().take(MAX_LINES) {
        fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
    }
    let for_whom = fields.line("forWhom", request.for_whom.as_deref().unwrap_or_default(), MAX_NAME);
    let note = fields.text("note", request.note.as_deref().unwrap_or_default(), MAX_NOTE);
    let seconds =
        fields.range("ttlSeconds", request.ttl_seconds.unwrap_or(uow.rules.hold_seconds), 1, MAX_HOLD_SECONDS);
    fields.finish()?;
    let customer = request.customer_id.map(|id| customer(uow, id)).transpose()?;
    let mut wanted = Vec::with_capacity(request.lines.len());
    for (line_no, line) in (1..).zip(&request.lines) {
        wanted.push(Wanted {
            line_no,
            sellable: sellable(uow, line.variant_id)?,
            location_id: location_or_default(uow, line.location_id)?,
            quantity: line.quantity,
        });
    }
    check_available(uow, &wanted)?;

    let group_id = GroupId::new(uow.now);
    let expires_at = uow.now.plus_seconds(seconds);
    let owner = Owner { for_whom, customer_id: customer.map(|(id, _)| id), order: None, basket: None, note };
    let mut rows = Vec::with_capacity(wanted.len());
    for line in &wanted {
        let id = hold(uow, group_id, &line.sellable, line.location_id, line.quantity, expires_at, &owner)?;
        rows.push(read(uow, id)?);
    }
    Ok(ReservationGroup { group_id, rows })
}

/// A customer in use and their name; one that was merged into another is that other.
pub(super) fn customer(books: &Snapshot<'_>, id: CustomerId) -> Result<(CustomerId, String), Failure> {
    books
        .find(
            "SELECT id, name FROM customer
             WHERE id = (SELECT coalesce(merged_into_id, id) FROM customer WHERE id = ?1) AND archived_at IS NULL",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .ok_or_else(|| Refusal::not_found("customer", id).into())
}
