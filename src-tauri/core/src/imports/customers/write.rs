//! Customers into the books, as a set, each with the version it was checked at.

use super::check::name_of;
use super::{CustomerDraft, CustomerState, Plan, Tier};
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::imports::apply::{ImportApplied, label_of, out_of_date};
use crate::imports::lines::Counts;
use crate::kernel::Watch;
use crate::kernel::text::{digits, fold};
use crate::kernel::{AuditAction, BatchId, CustomerId, Failure, ImportKind, Refusal, TierId};
use rusqlite::named_params;
use serde::Serialize;
use serde_json::{Value, json};

/// Customers that are written at once.
const AT_ONCE: usize = 5_000;

pub fn apply(
    uow: &mut Uow<'_>,
    told: &Counts,
    plan: &Plan,
    file_name: &str,
    watch: &dyn Watch,
) -> Result<ImportApplied, Failure> {
    let label = label_of(file_name);
    let batch_id = BatchId::new(uow.now);
    uow.as_batch(batch_id, |uow| write(uow, plan, batch_id, told, &label, watch))?;
    Ok(ImportApplied {
        batch_id,
        kind: ImportKind::Customers,
        undoable: false,
        added: told.added,
        changed: told.changed,
        restored: 0,
        units: 0,
        categories: 0,
        orders: None,
    })
}

fn write(
    uow: &mut Uow<'_>,
    plan: &Plan,
    batch_id: BatchId,
    told: &Counts,
    label: &str,
    watch: &dyn Watch,
) -> Result<(), Failure> {
    let (added, changed): (Vec<&CustomerDraft>, Vec<&CustomerDraft>) =
        plan.customers.iter().partition(|customer| customer.old.is_none());
    for (done, drafts) in changed.chunks(AT_ONCE).enumerate() {
        look(watch, done * AT_ONCE, plan.customers.len())?;
        update(uow, drafts)?;
        record(uow, AuditAction::CustomerUpdated, drafts, &plan.tiers)?;
    }
    for (done, drafts) in added.chunks(AT_ONCE).enumerate() {
        look(watch, changed.len() + done * AT_ONCE, plan.customers.len())?;
        insert(uow, drafts)?;
        record(uow, AuditAction::CustomerCreated, drafts, &plan.tiers)?;
    }
    audit::record(
        uow,
        Entry {
            action: AuditAction::ImportApplied,
            object_type: "import",
            object_id: batch_id.to_string(),
            object_label: label,
            old: None,
            new: Some(json!({
                "what": "customers", "added": told.added, "changed": told.changed, "refused": told.refused,
            })),
            reason: None,
        },
    )
}

fn look(watch: &dyn Watch, done: usize, total: usize) -> Result<(), Failure> {
    watch.progress(done as i64, total as i64);
    if watch.is_cancelled() {
        return Err(Refusal::Cancelled { what: "The import".to_owned() }.into());
    }
    Ok(())
}

#[derive(Serialize)]
struct Written<'d> {
    id: CustomerId,
    row_version: i64,
    name: &'d str,
    name_folded: String,
    email: &'d str,
    email_folded: String,
    phone: &'d str,
    phone_digits: String,
    tier_id: Option<TierId>,
    note: &'d str,
}

fn rows(drafts: &[&CustomerDraft]) -> Result<String, Failure> {
    let rows: Vec<Written<'_>> = (drafts.iter())
        .map(|draft| Written {
            id: draft.id,
            row_version: draft.old.as_ref().map_or(0, |(_, row_version)| *row_version),
            name: &draft.new.name,
            name_folded: fold(&draft.new.name),
            email: &draft.new.email,
            email_folded: fold(&draft.new.email),
            phone: &draft.new.phone,
            phone_digits: digits(&draft.new.phone),
            tier_id: draft.new.tier_id,
            note: &draft.new.note,
        })
        .collect();
    Ok(serde_json::to_string(&rows)?)
}

/// What SQLite's own rules refuse is what changed since the check: an e-mail that somebody else took.
fn taken_since(failure: Failure) -> Failure {
    match failure {
        Failure::Sql(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
            out_of_date(1)
        }
        Failure::Sql(_) | Failure::Refused(_) | Failure::Bug(_) => failure,
    }
}

fn insert(uow: &mut Uow<'_>, drafts: &[&CustomerDraft]) -> Result<(), Failure> {
    let (now, first) = (uow.now, uow.next_seq("customer")?);
    // Somebody whose name was new at the check may be there by now.
    let known: i64 = uow.one(
        "SELECT count(*)
         FROM json_each(:rows) AS row
         JOIN customer ON customer.name_folded = row.value ->> 'name_folded' AND customer.email_folded = ''
         WHERE row.value ->> 'email' = '' AND customer.archived_at IS NULL",
        named_params! { ":rows": rows(drafts)? },
        |row| row.get(0),
    )?;
    if known > 0 {
        return Err(out_of_date(known));
    }
    uow.change(
        "INSERT INTO customer
           (row_no, seq, id, name, name_folded, email, email_folded, phone, phone_digits, tier_id, note, created_at,
            updated_at)
         SELECT :first + key, :first + key, unhex(value ->> 'id', '-'), value ->> 'name', value ->> 'name_folded',
                value ->> 'email', value ->> 'email_folded', value ->> 'phone', value ->> 'phone_digits',
                unhex(value ->> 'tier_id', '-'), value ->> 'note', :now, :now
         FROM json_each(:rows)",
        named_params! { ":first": first, ":now": now, ":rows": rows(drafts)? },
    )
    .map_err(taken_since)?;
    Ok(())
}

fn update(uow: &mut Uow<'_>, drafts: &[&CustomerDraft]) -> Result<(), Failure> {
    let now = uow.now;
    let changed = uow
        .change(
            "UPDATE customer
             SET name = row.value ->> 'name', name_folded = row.value ->> 'name_folded', email = row.value ->> 'email',
                 email_folded = row.value ->> 'email_folded', phone = row.value ->> 'phone',
                 phone_digits = row.value ->> 'phone_digits',
                 tier_id = unhex(row.value ->> 'tier_id', '-'), note = row.value ->> 'note', updated_at = :now,
                 row_version = customer.row_version + 1
             FROM json_each(:rows) AS row
             WHERE customer.id = unhex(row.value ->> 'id', '-')
               AND customer.row_version = row.value ->> 'row_version'
               AND customer.archived_at IS NULL",
            named_params! { ":now": now, ":rows": rows(drafts)? },
        )
        .map_err(taken_since)?;
    if changed == drafts.len() { Ok(()) } else { Err(out_of_date((drafts.len() - changed) as i64)) }
}

fn record(uow: &mut Uow<'_>, action: AuditAction, drafts: &[&CustomerDraft], tiers: &[Tier]) -> Result<(), Failure> {
    for draft in drafts {
        audit::record(
            uow,
            Entry {
                action,
                object_type: "customer",
                object_id: draft.id.to_string(),
                object_label: &draft.new.name,
                old: draft.old.as_ref().map(|(old, _)| audited(old, tiers)),
                new: Some(audited(&draft.new, tiers)),
                reason: None,
            },
        )?;
    }
    Ok(())
}

/// A customer as every entry of the audit tells them.
fn audited(customer: &CustomerState, tiers: &[Tier]) -> Value {
    json!({
        "name": customer.name,
        "email": customer.email,
        "phone": customer.phone,
        "tier": name_of(tiers, customer.tier_id),
        "note": customer.note,
        "archived": false,
    })
}
