//! The program `stockroom` as others run it: real processes, their exit codes and what they print.

mod call;
mod changes;
mod chaos;
mod checks;
mod count;
mod customer;
mod demo;
mod export;
mod files;
mod fulfilment;
mod orders;
mod quote;
mod search;
mod shop;
mod together;
mod wait;
