//! Customers as rows, and the steps that all use cases share.

use crate::audit::{self, Entry};
use crate::db::{Conditions, Snapshot, Uow};
use crate::kernel::text::{MAX_NAME, MAX_NOTE, digits, fold};
use crate::kernel::{AuditAction, CustomerId, Failure, Fields, Instant, Problem, Refusal, Role, TierId};
use rusqlite::{Row, named_params};
use serde_json::{Value, json};

crate::response! {
    pub struct Customer {
        pub id: CustomerId,
        pub name: String,
        pub email: String,
        pub phone: String,
        /// Null: of the default tier.
        pub tier_id: Option<TierId>,
        /// The default tier's where they have none of their own.
        pub tier_name: String,
        pub note: String,
        pub archived: bool,
        /// The customer that this one turned out to be.
        pub merged_into_id: Option<CustomerId>,
        pub created_at: Instant,
        pub updated_at: Instant,
        pub row_version: i64,
    }
}

pub(super) const COLUMNS: &str = "customer.id, customer.name, customer.email, customer.phone, customer.tier_id,
  coalesce(tier.name, (SELECT name FROM tier WHERE is_default = 1), ''), customer.note,
  customer.archived_at IS NOT NULL, customer.merged_into_id, customer.created_at, customer.updated_at,
  customer.row_version";

/// An archived tier is nobody's: whoever comes back with one is of the default tier, in name as in price.
pub(super) const TABLES: &str = "customer LEFT JOIN tier ON tier.id = customer.tier_id AND tier.archived_at IS NULL";

pub(super) fn customer(row: &Row<'_>) -> rusqlite::Result<Customer> {
    Ok(Customer {
        id: row.get(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        phone: row.get(3)?,
        tier_id: row.get(4)?,
        tier_name: row.get(5)?,
        note: row.get(6)?,
        archived: row.get(7)?,
        merged_into_id: row.get(8)?,
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
        row_version: row.get(11)?,
    })
}

/// A customer, archived or not.
pub fn read_customer(books: &Snapshot<'_>, id: CustomerId) -> Result<Customer, Failure> {
    books
        .find(&format!("SELECT {COLUMNS} FROM {TABLES} WHERE customer.id = ?1"), [id], customer)?
        .ok_or_else(|| Refusal::not_found("customer", id).into())
}

/// What people may say of a customer, read from a request.
pub(super) struct Words {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub note: String,
}

pub(super) fn parse(name: &str, email: &str, phone: &str, note: &str) -> Result<Words, Refusal> {
    let mut fields = Fields::default();
    let words = Words {
        name: fields.required("name", name, MAX_NAME),
        email: email_line(&mut fields, "email", email),
        phone: fields.line("phone", phone, MAX_NAME),
        note: fields.text("note", note, MAX_NOTE),
    };
    fields.finish()?;
    Ok(words)
}

/// An e-mail address as far as it is looked at: one line with an `@` in it.
pub(super) fn email_line(fields: &mut Fields, field: &str, email: &str) -> String {
    let email = fields.line(field, email, MAX_NAME);
    if !email.is_empty() && !email.contains('@') {
        fields.add(field, Problem::Malformed, None);
    }
    email
}

/// The customer in use, other than `own`, who has an e-mail address.
pub(super) fn email_taken(
    books: &Snapshot<'_>,
    email: &str,
    own: Option<CustomerId>,
) -> Result<Option<(CustomerId, String)>, Failure> {
    books.find(
        "SELECT id, name FROM customer
         WHERE email_folded = :email AND email_folded <> '' AND archived_at IS NULL AND id IS NOT :own",
        named_params! { ":email": fold(email), ":own": own },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Refuses an e-mail address that another customer has.
pub(super) fn check_email_free(books: &Snapshot<'_>, email: &str, own: Option<CustomerId>) -> Result<(), Failure> {
    match email_taken(books, email, own)? {
        None => Ok(()),
        Some((customer_id, name)) => {
            Err(Refusal::CustomerEmailTaken { email: email.to_owned(), customer_id, name }.into())
        }
    }
}

/// A tier that customers may be given. It makes every price of theirs cheaper, so that is a manager's to decide.
pub(super) fn check_tier(uow: &Uow<'_>, tier_id: Option<TierId>) -> Result<(), Failure> {
    if !uow.actor.role.may(Role::Manager) {
        return Err(Refusal::Forbidden { needed: Role::Manager, role: uow.actor.role }.into());
    }
    let Some(id) = tier_id else { return Ok(()) };
    let found: Option<(String, bool)> =
        uow.find("SELECT name, archived_at IS NOT NULL FROM tier WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    match found {
        None => Err(Refusal::not_found("tier", id).into()),
        Some((name, true)) => Err(Refusal::Archived { object: "tier".to_owned(), id: id.to_string(), name }.into()),
        Some((_, false)) => Ok(()),
    }
}

/// Makes somebody known, audited.
pub(super) fn insert(uow: &mut Uow<'_>, words: &Words, tier_id: Option<TierId>) -> Result<CustomerId, Failure> {
    let id = CustomerId::new(uow.now);
    let seq = uow.next_seq("customer")?;
    let now = uow.now;
    uow.change_one(
        "INSERT INTO customer
           (row_no, seq, id, name, name_folded, email, email_folded, phone, phone_digits, tier_id, note,
            created_at, updated_at)
         VALUES
           (:seq, :seq, :id, :name, :name_folded, :email, :email_folded, :phone, :phone_digits, :tier_id, :note,
            :now, :now)",
        named_params! {
            ":seq": seq,
            ":id": id,
            ":name": words.name,
            ":name_folded": fold(&words.name),
            ":email": words.email,
            ":email_folded": fold(&words.email),
            ":phone": words.phone,
            ":phone_digits": digits(&words.phone),
            ":tier_id": tier_id,
            ":note": words.note,
            ":now": now,
        },
    )?;
    let after = read_customer(uow, id)?;
    record(uow, AuditAction::CustomerCreated, None, &after)?;
    Ok(id)
}

/// What the audit keeps of a customer.
pub(super) fn audited(customer: &Customer) -> Value {
    json!({
        "name": customer.name,
        "email": customer.email,
        "phone": customer.phone,
        "tier": customer.tier_name,
        "note": customer.note,
        "archived": customer.archived,
    })
}

pub(super) fn record(
    uow: &mut Uow<'_>,
    action: AuditAction,
    before: Option<&Customer>,
    after: &Customer,
) -> Result<(), Failure> {
    audit::record(
        uow,
        Entry {
            action,
            object_type: "customer",
            object_id: after.id.to_string(),
            object_label: &after.name,
            old: before.map(audited),
            new: Some(audited(after)),
            reason: None,
        },
    )
}

/// Fewer digits than this are no part of a phone number that anybody would look for.
const LEAST_DIGITS: usize = 3;

/// Customers whose name or e-mail holds every word of a folded text, or whose phone number its digits. Only columns of
/// the index `customer_by_name` are named, so that the rows stay unread.
pub(super) fn text_matches(conditions: &mut Conditions, text: &str) {
    if text.is_empty() {
        return;
    }
    let words = "holds_all(customer.name_folded || char(10) || customer.email_folded, :words)";
    conditions.bind(":words", text.split_whitespace().collect::<Vec<_>>().join("\n"));
    let number = digits(text);
    if number.len() >= LEAST_DIGITS && !text.chars().any(char::is_alphabetic) {
        conditions.and_with(format!("({words} OR instr(customer.phone_digits, :digits))"), ":digits", number);
    } else {
        conditions.and(words);
    }
}
