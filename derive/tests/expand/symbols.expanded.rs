#[doc(hidden)]
#[allow(
    deprecated,
    non_local_definitions,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]
const _: () = {
    use ::avrolane as __avrolane;
    #[automatically_derived]
    impl __avrolane::AvroSchema for Airport {
        const KIND: __avrolane::schema::Kind = __avrolane::schema::Kind::Enum(
            &["Ewr", "Other"],
        );
        const NODE: __avrolane::schema::Node = __avrolane::schema::Node::Enum(__avrolane::schema::EnumNode {
            name: "Airport",
            namespace: ::core::option::Option::None,
            doc: ::core::option::Option::None,
            aliases: &[],
            properties: &[],
            symbols: &["Ewr", "Other"],
            default: ::core::option::Option::Some("Other"),
        });
        type Nested<__D: __avrolane::schema::Depth> = ();
    }
    #[automatically_derived]
    impl __avrolane::AvroEncode for Airport {
        #[inline]
        fn encode(
            &self,
            __output: &mut __avrolane::__private::Vec<::core::primitive::u8>,
        ) -> ::core::result::Result<(), __avrolane::codec::EncodeError> {
            let __position: ::core::primitive::i32 = match self {
                Self::Ewr => 0i32,
                Self::Other => 1i32,
            };
            <::core::primitive::i32 as __avrolane::AvroEncode>::encode(
                &__position,
                __output,
            )
        }
    }
    #[automatically_derived]
    impl<'__de> __avrolane::AvroDecode<'__de> for Airport {
        #[inline]
        fn decode(
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            match __avrolane::__private::read_symbol(__decoder)? {
                0u32 => ::core::result::Result::Ok(Self::Ewr),
                1u32 => ::core::result::Result::Ok(Self::Other),
                __index => {
                    ::core::result::Result::Err(
                        __avrolane::__private::invalid_symbol(__decoder, __index),
                    )
                }
            }
        }
        fn decode_resolved(
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
            __plan: __avrolane::codec::PlanCursor<'_>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            match __plan.read_symbol(__decoder)? {
                0u32 => ::core::result::Result::Ok(Self::Ewr),
                1u32 => ::core::result::Result::Ok(Self::Other),
                _ => ::core::result::Result::Err(__plan.incomplete()),
            }
        }
    }
    __avrolane::__private::payload!(Airport);
};
