//! Who did what, when, before and after, in the same transaction as the change itself.
//!
//! Promises: an entry is written once and never changed; each carries the hash of the one before it, so that an
//! alteration breaks the chain, and a rewritten chain no longer ends in an anchor that was noted outside the file.

mod chain;
mod list;
mod record;
mod verify;

pub use chain::anchor;
pub use list::{
    AuditCount, AuditCountGet, AuditEntry, AuditFacets, AuditFacetsGet, AuditFilter, AuditGet, AuditList, AuditPage,
    AuditRow, AuditSummary, audit_count, audit_facets, audit_get, audit_list,
};
pub use record::{Entry, head_anchor, record};
pub use verify::{AuditVerdict, AuditVerify, audit_verify};
