use super::get::{CustomerDetail, detail};
use super::store::{check_email_free, check_tier, insert, parse};
use crate::db::Uow;
use crate::kernel::{Failure, TierId};

crate::strict_request! {
    /// A tier takes a manager.
    pub struct CustomerCreate {
        pub name: String,
        pub email: Option<String>,
        pub phone: Option<String>,
        pub tier_id: Option<TierId>,
        pub note: Option<String>,
    }
}

pub fn customer_create(uow: &mut Uow<'_>, request: CustomerCreate) -> Result<CustomerDetail, Failure> {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let words = parse(&request.name, &said(&request.email), &said(&request.phone), &said(&request.note))?;
    if request.tier_id.is_some() {
        check_tier(uow, request.tier_id)?;
    }
    check_email_free(uow, &words.email, None)?;
    let id = insert(uow, &words, request.tier_id)?;
    detail(uow, id)
}
