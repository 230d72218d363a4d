//! Customers: whom a file speaks of, by e-mail, or by name where they have none.

mod check;
mod write;

use super::mapping::{Layout, Mapped, Mapping};
use crate::imports::file::Sheet;
use crate::kernel::{CustomerId, Failure, Fields, ImportField, Problem, TierId};
pub(super) use check::check;
pub(super) use write::apply;

/// What a column of customers may be about.
const FIELDS: &[ImportField] =
    &[ImportField::CustomerName, ImportField::Email, ImportField::Phone, ImportField::Tier, ImportField::Note];

/// What columns are called; those of our own export first, see reports/customers_csv.rs.
pub(super) const USUAL: Layout = &[
    ("name", ImportField::CustomerName),
    ("customer", ImportField::CustomerName),
    ("customer name", ImportField::CustomerName),
    ("full name", ImportField::CustomerName),
    ("e-mail", ImportField::Email),
    ("email", ImportField::Email),
    ("email address", ImportField::Email),
    ("e-mail address", ImportField::Email),
    ("customer email", ImportField::Email),
    ("phone", ImportField::Phone),
    ("phone number", ImportField::Phone),
    ("telephone", ImportField::Phone),
    ("mobile", ImportField::Phone),
    ("tier", ImportField::Tier),
    ("price group", ImportField::Tier),
    ("customer group", ImportField::Tier),
    ("note", ImportField::Note),
    ("notes", ImportField::Note),
    ("comment", ImportField::Note),
];

/// What the store has of a customer, or would have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerState {
    pub name: Box<str>,
    pub email: Box<str>,
    pub phone: Box<str>,
    pub tier_id: Option<TierId>,
    pub note: Box<str>,
}

#[derive(Debug)]
pub struct CustomerDraft {
    pub id: CustomerId,
    /// With the version it must still have; null: the import adds them.
    pub old: Option<(CustomerState, i64)>,
    pub new: CustomerState,
}

/// What would be applied.
#[derive(Debug)]
pub struct Plan {
    /// Only customers that change.
    pub customers: Vec<CustomerDraft>,
    /// The names of the tiers, and the default one's.
    pub tiers: Vec<Tier>,
}

#[derive(Debug, Clone)]
pub struct Tier {
    pub id: TierId,
    pub name: String,
    pub folded: String,
    pub is_default: bool,
    pub archived: bool,
}

pub(super) fn parse(sheet: &Sheet, mapping: &Mapping) -> Result<Mapped, Failure> {
    let mut fields = Fields::default();
    let mapped = Mapped::parse(sheet, mapping, FIELDS, &[], &mut fields);
    if !mapped.has(ImportField::CustomerName) && !mapped.has(ImportField::Email) {
        fields.add("mapping.columns.customerName", Problem::Required, None);
    }
    fields.finish()?;
    Ok(mapped)
}

pub(super) fn warnings(has: impl Fn(ImportField) -> bool) -> Vec<&'static str> {
    let mut warnings = Vec::new();
    if !has(ImportField::Email) {
        warnings.push("No column is known to be the e-mail: customers are then known by their name.");
    }
    warnings
}
