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
    impl<'a> __avrolane::AvroSchema for Departure<'a> {
        const KIND: __avrolane::schema::Kind = __avrolane::schema::Kind::Record;
        const NODE: __avrolane::schema::Node = {
            __avrolane::schema::Node::Record(__avrolane::schema::RecordNode {
                name: "Departure",
                namespace: ::core::option::Option::None,
                doc: ::core::option::Option::None,
                aliases: &[],
                properties: &[],
                java_string: ::core::option::Option::None,
                fields: &[
                    __avrolane::schema::FieldNode {
                        name: "gate",
                        doc: ::core::option::Option::None,
                        aliases: &[],
                        default: ::core::option::Option::Some("\"\""),
                        node: <&'a str as __avrolane::AvroSchema<
                            __avrolane::schema::Natural,
                        >>::node,
                        order: ::core::option::Option::None,
                        properties: &[],
                        flatten: false,
                    },
                ],
            })
        };
        type Nested<__D: __avrolane::schema::Depth> = __avrolane::__private::NestedOf<
            Self,
            __D,
        >;
    }
    #[automatically_derived]
    impl<'a, __D: __avrolane::schema::Depth> __avrolane::__private::NestedDigest<__D>
    for Departure<'a> {
        const NESTED: __avrolane::schema::Digest = <(
            <__D as __avrolane::schema::Depth>::Of<&'a str, __avrolane::schema::Natural>,
        ) as __avrolane::schema::ConstDigest>::DIGEST;
    }
    const _: () = if let ::core::option::Option::Some(__mistake) = __avrolane::__private::default_mistake(
        ::core::option::Option::Some(
            <&'static str as __avrolane::AvroSchema<__avrolane::schema::Natural>>::KIND,
        ),
        __avrolane::__private::Literal::String,
        "\"\"",
    ) {
        ::core::panic!("{}", __mistake)
    };
    #[automatically_derived]
    impl<'a> __avrolane::AvroEncode for Departure<'a> {
        #[inline]
        fn encode(
            &self,
            __output: &mut __avrolane::__private::Vec<::core::primitive::u8>,
        ) -> ::core::result::Result<(), __avrolane::codec::EncodeError> {
            if let ::core::result::Result::Err(__error) = <&'a str as __avrolane::AvroEncode<
                __avrolane::schema::Natural,
            >>::encode(&self.gate, __output) {
                return ::core::result::Result::Err(__error.in_field("gate"));
            }
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl<'__de: 'a, 'a> __avrolane::AvroDecode<'__de> for Departure<'a> {
        #[inline]
        fn decode(
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            ::core::result::Result::Ok(Self {
                gate: match <&'a str as __avrolane::AvroDecode<
                    '__de,
                    __avrolane::schema::Natural,
                >>::decode(__decoder) {
                    ::core::result::Result::Ok(__value) => __value,
                    ::core::result::Result::Err(__error) => {
                        return ::core::result::Result::Err(__error.in_field("gate"));
                    }
                },
                cached: <bool as ::core::default::Default>::default(),
            })
        }
        fn decode_resolved(
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
            __plan: __avrolane::codec::PlanCursor<'_>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            __avrolane::__private::decode_fields::<Self>(__decoder, __plan)
        }
        #[inline]
        fn decode_into(
            &mut self,
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
        ) -> ::core::result::Result<(), __avrolane::codec::DecodeError> {
            match <&'a str as __avrolane::AvroDecode<
                '__de,
                __avrolane::schema::Natural,
            >>::decode_into(&mut self.gate, __decoder) {
                ::core::result::Result::Ok(__value) => __value,
                ::core::result::Result::Err(__error) => {
                    return ::core::result::Result::Err(__error.in_field("gate"));
                }
            };
            self.cached = <bool as ::core::default::Default>::default();
            ::core::result::Result::Ok(())
        }
        fn decode_resolved_into(
            &mut self,
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
            __plan: __avrolane::codec::PlanCursor<'_>,
        ) -> ::core::result::Result<(), __avrolane::codec::DecodeError> {
            __avrolane::__private::decode_fields_into::<Self>(self, __decoder, __plan)
        }
    }
    pub struct __Fields<'__de: 'a, 'a>(
        (::core::option::Option<&'a str>,),
        ::core::marker::PhantomData<fn() -> (&'__de (), Departure<'a>)>,
    );
    impl<'__de: 'a, 'a> ::core::default::Default for __Fields<'__de, 'a> {
        #[inline]
        fn default() -> Self {
            Self(::core::default::Default::default(), ::core::marker::PhantomData)
        }
    }
    #[automatically_derived]
    impl<'__de: 'a, 'a> __avrolane::__private::DecodeFields<'__de> for Departure<'a> {
        type Value = Departure<'a>;
        type Fields = __Fields<'__de, 'a>;
        const COUNT: ::core::primitive::usize = 1usize;
        #[inline]
        fn decode_field(
            __fields: &mut Self::Fields,
            __position: ::core::primitive::usize,
            __step: __avrolane::codec::PlanStep<'_>,
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
        ) -> ::core::result::Result<(), __avrolane::codec::DecodeError> {
            let _ = &__fields;
            match __position {
                0usize => {
                    __fields.0.0 = ::core::option::Option::Some(
                        match __step
                            .decode::<&'a str, __avrolane::schema::Natural>(__decoder)
                        {
                            ::core::result::Result::Ok(__value) => __value,
                            ::core::result::Result::Err(__error) => {
                                return ::core::result::Result::Err(__error.in_field("gate"));
                            }
                        },
                    );
                }
                _ => __step.skip(__decoder)?,
            }
            ::core::result::Result::Ok(())
        }
        #[inline]
        fn decode_field_into(
            __record: &mut Self::Value,
            __position: ::core::primitive::usize,
            __step: __avrolane::codec::PlanStep<'_>,
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
        ) -> ::core::result::Result<(), __avrolane::codec::DecodeError> {
            let _ = &__record;
            match __position {
                0usize => {
                    match __step
                        .decode_into::<
                            &'a str,
                            __avrolane::schema::Natural,
                        >(&mut __record.gate, __decoder)
                    {
                        ::core::result::Result::Ok(__value) => __value,
                        ::core::result::Result::Err(__error) => {
                            return ::core::result::Result::Err(__error.in_field("gate"));
                        }
                    }
                }
                _ => __step.skip(__decoder)?,
            }
            ::core::result::Result::Ok(())
        }
        #[inline]
        fn reset(__record: &mut Self::Value) {
            __record.cached = <bool as ::core::default::Default>::default();
        }
        #[inline]
        fn finish(__fields: Self::Fields) -> ::core::option::Option<Self::Value> {
            ::core::option::Option::Some(Self {
                gate: __fields.0.0?,
                cached: <bool as ::core::default::Default>::default(),
            })
        }
    }
};
