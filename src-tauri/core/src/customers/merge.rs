//! Two customers that are one person.

use super::get::{CustomerDetail, detail};
use super::store::{Customer, audited, email_taken, read_customer};
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::text::{MAX_NOTE, digits, fold};
use crate::kernel::{AuditAction, CustomerId, Failure, Problem, Refusal};
use rusqlite::named_params;
use serde_json::json;

crate::strict_request! {
    /// What belongs to `mergeId` moves to `keepId`; the other is archived and leads to it. Its e-mail, phone, tier and
    /// note fill what is empty; an e-mail only where no third customer has it.
    pub struct CustomerMerge {
        pub keep_id: CustomerId,
        pub keep_row_version: i64,
        pub merge_id: CustomerId,
        pub merge_row_version: i64,
    }
}

/// What names a customer, each moved in one statement however much of it there is. Orders keep the name they were
/// placed under.
const BELONGINGS: [(&str, &str); 4] = [
    ("orders", "UPDATE orders SET customer_id = :keep WHERE customer_id = :merge"),
    ("holds", "UPDATE reservation SET customer_id = :keep WHERE customer_id = :merge"),
    ("waits", "UPDATE stock_wait SET customer_id = :keep WHERE customer_id = :merge"),
    (
        "baskets",
        "UPDATE basket
         SET customer_id = :keep, row_version = row_version + (status IN ('open', 'parked'))
         WHERE customer_id = :merge",
    ),
];

pub fn customer_merge(uow: &mut Uow<'_>, request: CustomerMerge) -> Result<CustomerDetail, Failure> {
    if request.keep_id == request.merge_id {
        return Err(Refusal::field("mergeId", Problem::Duplicate, None).into());
    }
    let keep = read_customer(uow, request.keep_id)?;
    let merge = read_customer(uow, request.merge_id)?;
    Uow::check_version("customer", keep.id, request.keep_row_version, keep.row_version)?;
    Uow::check_version("customer", merge.id, request.merge_row_version, merge.row_version)?;
    if keep.archived {
        return Err(archived(&keep));
    }
    if merge.merged_into_id.is_some() {
        return Err(archived(&merge));
    }
    let mut moved = json!({});
    for (what, sql) in BELONGINGS {
        moved[what] = json!(uow.change(sql, named_params! { ":keep": keep.id, ":merge": merge.id })?);
    }
    let now = uow.now;
    uow.change_one(
        "UPDATE customer
         SET archived_at = coalesce(archived_at, :now), merged_into_id = :keep, updated_at = :now,
             row_version = row_version + 1
         WHERE id = :merge",
        named_params! { ":keep": keep.id, ":merge": merge.id, ":now": now },
    )?;
    // Whoever was merged into that one before leads on to this one in a single step.
    uow.change(
        "UPDATE customer SET merged_into_id = :keep WHERE merged_into_id = :merge",
        named_params! { ":keep": keep.id, ":merge": merge.id },
    )?;
    fill(uow, &keep, &merge)?;
    let after = read_customer(uow, keep.id)?;
    let mut old = audited(&keep);
    old["merged"] = json!(merge.name);
    old["mergedId"] = json!(merge.id);
    old["mergedEmail"] = json!(merge.email);
    let mut new = audited(&after);
    new["moved"] = moved;
    for (id, label) in [(keep.id, &after.name), (merge.id, &merge.name)] {
        audit::record(
            uow,
            Entry {
                action: AuditAction::CustomerMerged,
                object_type: "customer",
                object_id: id.to_string(),
                object_label: label,
                old: Some(old.clone()),
                new: Some(new.clone()),
                reason: None,
            },
        )?;
    }
    detail(uow, keep.id)
}

fn archived(customer: &Customer) -> Failure {
    Refusal::Archived { object: "customer".to_owned(), id: customer.id.to_string(), name: customer.name.clone() }.into()
}

fn fill(uow: &mut Uow<'_>, keep: &Customer, merge: &Customer) -> Result<(), Failure> {
    let or = |own: &String, other: &String| if own.is_empty() { other.clone() } else { own.clone() };
    let (mut email, phone) = (or(&keep.email, &merge.email), or(&keep.phone, &merge.phone));
    // While the other was archived somebody else may have been given its e-mail.
    if email_taken(uow, &email, Some(keep.id))?.is_some() {
        email = keep.email.clone();
    }
    let note = match (keep.note.is_empty(), merge.note.is_empty()) {
        (false, false) if keep.note != merge.note => {
            let both = format!("{}\n{}", keep.note, merge.note);
            if both.chars().count() <= MAX_NOTE { both } else { keep.note.clone() }
        }
        (false, _) => keep.note.clone(),
        (true, _) => merge.note.clone(),
    };
    let now = uow.now;
    uow.change_one(
        "UPDATE customer
         SET email = :email, email_folded = :email_folded, phone = :phone, phone_digits = :phone_digits, note = :note,
             tier_id = coalesce(tier_id, :tier_id), updated_at = :now, row_version = row_version + 1
         WHERE id = :id",
        named_params! {
            ":id": keep.id,
            ":email": email,
            ":email_folded": fold(&email),
            ":phone": phone,
            ":phone_digits": digits(&phone),
            ":note": note,
            ":tier_id": merge.tier_id,
            ":now": now,
        },
    )
}
