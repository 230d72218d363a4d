use super::get::{CustomerDetail, detail};
use super::store::{Customer, check_email_free, check_tier, parse, read_customer, record};
use crate::db::Uow;
use crate::kernel::text::{digits, fold};
use crate::kernel::{AuditAction, CustomerId, Failure, Problem, Refusal, TierId, present};
use rusqlite::named_params;

crate::strict_request! {
    /// Fields left out stay as they are.
    pub struct CustomerUpdate {
        pub id: CustomerId,
        pub row_version: i64,
        pub name: Option<String>,
        pub email: Option<String>,
        pub phone: Option<String>,
        /// Null: of the default tier from now on. Takes a manager.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[ts(type = "TierId | null", optional)]
        pub tier_id: Option<Option<TierId>>,
        pub note: Option<String>,
        pub archived: Option<bool>,
    }
}

pub fn customer_update(uow: &mut Uow<'_>, request: CustomerUpdate) -> Result<CustomerDetail, Failure> {
    let before = read_customer(uow, request.id)?;
    let words = parse(
        request.name.as_deref().unwrap_or(&before.name),
        request.email.as_deref().unwrap_or(&before.email),
        request.phone.as_deref().unwrap_or(&before.phone),
        request.note.as_deref().unwrap_or(&before.note),
    )?;
    let tier_id = request.tier_id.unwrap_or(before.tier_id);
    let archived = request.archived.unwrap_or(before.archived);
    if before.merged_into_id.is_some() && !archived {
        // Everything that was theirs is another's now.
        return Err(Refusal::field("archived", Problem::NotAllowed, None).into());
    }
    Uow::check_version("customer", request.id, request.row_version, before.row_version)?;
    if tier_id != before.tier_id {
        check_tier(uow, tier_id)?;
    }
    if !archived {
        check_email_free(uow, &words.email, Some(before.id))?;
    }
    let now = uow.now;
    uow.change_one(
        "UPDATE customer
         SET name = :name, name_folded = :name_folded, email = :email, email_folded = :email_folded, phone = :phone,
             phone_digits = :phone_digits, tier_id = :tier_id, note = :note,
             archived_at = CASE WHEN :archived THEN coalesce(archived_at, :now) END,
             updated_at = :now, row_version = row_version + 1
         WHERE id = :id",
        named_params! {
            ":id": before.id,
            ":name": words.name,
            ":name_folded": fold(&words.name),
            ":email": words.email,
            ":email_folded": fold(&words.email),
            ":phone": words.phone,
            ":phone_digits": digits(&words.phone),
            ":tier_id": tier_id,
            ":note": words.note,
            ":archived": archived,
            ":now": now,
        },
    )?;
    let after = read_customer(uow, before.id)?;
    record(uow, action(&before, &after), Some(&before), &after)?;
    detail(uow, before.id)
}

fn action(before: &Customer, after: &Customer) -> AuditAction {
    match (before.archived, after.archived) {
        (false, true) => AuditAction::CustomerArchived,
        (true, false) => AuditAction::CustomerRestored,
        (_, _) => AuditAction::CustomerUpdated,
    }
}
