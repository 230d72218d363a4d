use super::store::text_matches;
use crate::db::{Conditions, Snapshot};
use crate::kernel::text::{MAX_SEARCH, fold};
use crate::kernel::{CustomerId, Failure, Fields};

crate::strict_request! {
    pub struct CustomerSuggest {
        pub text: String,
        pub limit: Option<i64>,
    }
}
crate::response! {
    pub struct CustomerRow {
        pub id: CustomerId,
        pub name: String,
        pub email: String,
        pub phone: String,
        /// The default tier's where they have none of their own.
        pub tier_name: String,
        pub note: String,
        /// How many orders they placed.
        pub orders: i64,
    }
    pub struct CustomerRows {
        pub rows: Vec<CustomerRow>,
    }
}

/// Customers whose name, e-mail or phone number holds the text; names that begin with it first.
pub fn customer_suggest(books: &Snapshot<'_>, request: CustomerSuggest) -> Result<CustomerRows, Failure> {
    let mut fields = Fields::default();
    let text = fold(&fields.text("text", &request.text, MAX_SEARCH));
    fields.finish()?;
    let mut conditions = Conditions::default();
    conditions.and("customer.archived_at IS NULL");
    text_matches(&mut conditions, &text);
    conditions.bind(":text", text);
    conditions.bind(":limit", request.limit.unwrap_or(8).clamp(1, 50));
    let begins = "substr(customer.name_folded, 1, length(:text)) = :text DESC";
    let rows = books.rows(
        &format!(
            "WITH best AS MATERIALIZED (
               SELECT customer.row_no
               FROM customer INDEXED BY customer_by_name
               WHERE {conditions}
               ORDER BY {begins}, customer.name_folded, customer.seq
               LIMIT :limit)
             SELECT customer.id, customer.name, customer.email, customer.phone,
                    coalesce(tier.name, (SELECT name FROM tier WHERE is_default = 1), ''), customer.note,
                    (SELECT count(*) FROM orders WHERE customer_id = customer.id)
             FROM best
             CROSS JOIN customer ON customer.row_no = best.row_no
             LEFT JOIN tier ON tier.id = customer.tier_id
             ORDER BY {begins}, customer.name_folded, customer.seq",
            conditions = conditions.sql(),
        ),
        conditions.values().as_slice(),
        |row| {
            Ok(CustomerRow {
                id: row.get(0)?,
                name: row.get(1)?,
                email: row.get(2)?,
                phone: row.get(3)?,
                tier_name: row.get(4)?,
                note: row.get(5)?,
                orders: row.get(6)?,
            })
        },
    )?;
    Ok(CustomerRows { rows })
}
