//! Whom an order is for.

use super::store::{Words, email_line, insert};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::{MAX_NAME, fold};
use crate::kernel::{CustomerId, Failure, Fields, Refusal};
use rusqlite::Row;

/// What an order without a name says.
pub const WALK_IN: &str = "Walk-in customer";

crate::request! {
    /// Whom an order is for. Empty: a walk-in customer.
    pub struct OrderCustomer {
        pub id: Option<CustomerId>,
        pub name: Option<String>,
        pub email: Option<String>,
        pub phone: Option<String>,
        /// Makes somebody known who is not yet. Without it name and e-mail stay as text, but for an e-mail that a
        /// customer has: it links to them.
        pub keep: Option<bool>,
    }
}

/// What an order keeps of its customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: Option<CustomerId>,
    pub name: String,
    pub email: String,
    pub phone: String,
}

const COLUMNS: &str = "id, name, email, phone";

fn known(row: &Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known { id: row.get(0)?, name: row.get(1)?, email: row.get(2)?, phone: row.get(3)? })
}

/// A customer in use; one that was merged into another is that other.
pub fn known_customer(books: &Snapshot<'_>, id: CustomerId) -> Result<Known, Failure> {
    let sql = format!(
        "SELECT {COLUMNS}, archived_at IS NOT NULL FROM customer
         WHERE id = (SELECT coalesce(merged_into_id, id) FROM customer WHERE id = ?1)"
    );
    let found: Option<(Known, bool)> = books.find(&sql, [id], |row| Ok((known(row)?, row.get(4)?)))?;
    match found {
        None => Err(Refusal::not_found("customer", id).into()),
        Some((found, true)) => {
            let id = found.id.unwrap_or(id).to_string();
            Err(Refusal::Archived { object: "customer".to_owned(), id, name: found.name }.into())
        }
        Some((found, false)) => Ok(found),
    }
}

/// Finds the customer that an order names, makes them known where asked to, or takes the words as they are.
pub fn resolve(uow: &mut Uow<'_>, asked: &OrderCustomer) -> Result<Known, Failure> {
    let found = look_up(uow, asked)?;
    let named = found.name != WALK_IN || !found.email.is_empty();
    if found.id.is_some() || !named || !asked.keep.unwrap_or(false) {
        return Ok(found);
    }
    let Known { id: _, name, email, phone } = found;
    let words = Words { name, email, phone, note: String::new() };
    let id = insert(uow, &words, None)?;
    Ok(Known { id: Some(id), name: words.name, email: words.email, phone: words.phone })
}

/// Finds the customer that an order names, or takes the words as they are. Nobody is made known.
pub fn look_up(books: &Snapshot<'_>, asked: &OrderCustomer) -> Result<Known, Failure> {
    let mut fields = Fields::default();
    let name = fields.line("customer.name", asked.name.as_deref().unwrap_or_default(), MAX_NAME);
    let email = email_line(&mut fields, "customer.email", asked.email.as_deref().unwrap_or_default());
    let phone = fields.line("customer.phone", asked.phone.as_deref().unwrap_or_default(), MAX_NAME);
    fields.finish()?;
    if let Some(id) = asked.id {
        return known_customer(books, id);
    }
    if name.is_empty() && email.is_empty() {
        return Ok(Known { id: None, name: WALK_IN.to_owned(), email, phone });
    }
    if let Some(found) = find(books, &name, &email, asked.keep.unwrap_or(false))? {
        return Ok(found);
    }
    let name = if name.is_empty() { email.clone() } else { name };
    Ok(Known { id: None, name, email, phone })
}

/// An e-mail address names one person. A name alone names nobody, but keeps one from being made known twice.
fn find(books: &Snapshot<'_>, name: &str, email: &str, keep: bool) -> Result<Option<Known>, Failure> {
    if !email.is_empty() {
        return books.find(
            &format!(
                "SELECT {COLUMNS} FROM customer
                 WHERE email_folded = ?1 AND email_folded <> '' AND archived_at IS NULL"
            ),
            [fold(email)],
            known,
        );
    }
    if !keep {
        return Ok(None);
    }
    books.find(
        &format!(
            "SELECT {COLUMNS} FROM customer
             WHERE name_folded = ?1 AND email_folded = '' AND archived_at IS NULL ORDER BY seq LIMIT 1"
        ),
        [fold(name)],
        known,
    )
}
