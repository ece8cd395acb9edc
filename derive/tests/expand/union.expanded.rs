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
    struct __RecordOfCancelled(::core::marker::PhantomData<fn() -> Event>);
    #[automatically_derived]
    impl __avrolane::AvroSchema for Event {
        const KIND: __avrolane::schema::Kind = __avrolane::schema::Kind::Union(
            &<Departure as __avrolane::AvroSchema<__avrolane::schema::Natural>>::KIND,
        );
        const NODE: __avrolane::schema::Node = {
            __avrolane::schema::Node::Union(
                &[
                    <Departure as __avrolane::AvroSchema<
                        __avrolane::schema::Natural,
                    >>::node,
                    <__RecordOfCancelled as __avrolane::AvroSchema<
                        __avrolane::schema::Natural,
                    >>::node,
                ],
            )
        };
        const BRANCH_DIGESTS: &'static [__avrolane::schema::Digest] = &[
            <Departure as __avrolane::AvroSchema<__avrolane::schema::Natural>>::DIGEST,
            <__RecordOfCancelled as __avrolane::AvroSchema<
                __avrolane::schema::Natural,
            >>::DIGEST,
        ];
        type Nested<__D: __avrolane::schema::Depth> = __avrolane::__private::NestedOf<
            Self,
            __D,
        >;
    }
    #[automatically_derived]
    impl<__D: __avrolane::schema::Depth> __avrolane::__private::NestedDigest<__D>
    for Event {
        const NESTED: __avrolane::schema::Digest = <(
            <__D as __avrolane::schema::Depth>::Of<
                Departure,
                __avrolane::schema::Natural,
            >,
            <__D as __avrolane::schema::Depth>::Of<
                __RecordOfCancelled,
                __avrolane::schema::Natural,
            >,
        ) as __avrolane::schema::ConstDigest>::DIGEST;
    }
    #[automatically_derived]
    impl __avrolane::AvroSchema for __RecordOfCancelled {
        const KIND: __avrolane::schema::Kind = __avrolane::schema::Kind::Record;
        const NODE: __avrolane::schema::Node = {
            __avrolane::schema::Node::Record(__avrolane::schema::RecordNode {
                name: "Cancelled",
                namespace: ::core::option::Option::None,
                doc: ::core::option::Option::None,
                aliases: &[],
                properties: &[],
                java_string: ::core::option::Option::None,
                fields: &[
                    __avrolane::schema::FieldNode {
                        name: "reason",
                        doc: ::core::option::Option::None,
                        aliases: &[],
                        default: <String as __avrolane::AvroSchema<
                            __avrolane::schema::Natural,
                        >>::IMPLIED_DEFAULT,
                        node: <String as __avrolane::AvroSchema<
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
    impl<__D: __avrolane::schema::Depth> __avrolane::__private::NestedDigest<__D>
    for __RecordOfCancelled {
        const NESTED: __avrolane::schema::Digest = <(
            <__D as __avrolane::schema::Depth>::Of<String, __avrolane::schema::Natural>,
        ) as __avrolane::schema::ConstDigest>::DIGEST;
    }
    const _: () = if let ::core::option::Option::Some(__mistake) = match __avrolane::__private::no_branch_is_union(
        &[
            <Departure as __avrolane::AvroSchema<__avrolane::schema::Natural>>::KIND,
            <__RecordOfCancelled as __avrolane::AvroSchema<
                __avrolane::schema::Natural,
            >>::KIND,
        ],
    ) {
        true => ::core::option::Option::None,
        false => {
            ::core::option::Option::Some(
                "a variant holds an optional value or a union, but unions do not nest: give each branch a variant of its own, and `null` one with `#[avro(null)]`",
            )
        }
    } {
        ::core::panic!("{}", __mistake)
    };
    const _: () = if let ::core::option::Option::Some(__mistake) = match __avrolane::__private::branches_differ(
        &[
            &<Departure as __avrolane::AvroSchema<__avrolane::schema::Natural>>::NODE,
            &<__RecordOfCancelled as __avrolane::AvroSchema<
                __avrolane::schema::Natural,
            >>::NODE,
        ],
    ) {
        true => ::core::option::Option::None,
        false => {
            ::core::option::Option::Some(
                "two variants are the same Avro type, so that a reader could not tell them apart: make them records of different names",
            )
        }
    } {
        ::core::panic!("{}", __mistake)
    };
    #[automatically_derived]
    impl __avrolane::AvroEncode for Event {
        #[inline]
        fn encode(
            &self,
            __output: &mut __avrolane::__private::Vec<::core::primitive::u8>,
        ) -> ::core::result::Result<(), __avrolane::codec::EncodeError> {
            <Self as __avrolane::AvroEncode>::encode_branch(self, 0, __output)
        }
        #[inline]
        fn encode_branch(
            &self,
            __first: ::core::primitive::u32,
            __output: &mut __avrolane::__private::Vec<::core::primitive::u8>,
        ) -> ::core::result::Result<(), __avrolane::codec::EncodeError> {
            match self {
                Self::Departed(__value) => {
                    __avrolane::__private::write_branch(__first + 0u32, __output);
                    <Departure as __avrolane::AvroEncode<
                        __avrolane::schema::Natural,
                    >>::encode(__value, __output)
                }
                Self::Cancelled { reason: __field0, .. } => {
                    __avrolane::__private::write_branch(__first + 1u32, __output);
                    if let ::core::result::Result::Err(__error) = <String as __avrolane::AvroEncode<
                        __avrolane::schema::Natural,
                    >>::encode(__field0, __output) {
                        return ::core::result::Result::Err(__error.in_field("reason"));
                    }
                    ::core::result::Result::Ok(())
                }
            }
        }
        fn branch(&self) -> ::core::option::Option<::core::primitive::usize> {
            match self {
                Self::Departed { .. } => ::core::option::Option::Some(0),
                Self::Cancelled { .. } => ::core::option::Option::Some(1),
            }
        }
        fn encode_bare(
            &self,
            __output: &mut __avrolane::__private::Vec<::core::primitive::u8>,
        ) -> ::core::result::Result<(), __avrolane::codec::EncodeError> {
            match self {
                Self::Departed(__value) => {
                    <Departure as __avrolane::AvroEncode<
                        __avrolane::schema::Natural,
                    >>::encode(__value, __output)
                }
                Self::Cancelled { reason: __field0, .. } => {
                    if let ::core::result::Result::Err(__error) = <String as __avrolane::AvroEncode<
                        __avrolane::schema::Natural,
                    >>::encode(__field0, __output) {
                        return ::core::result::Result::Err(__error.in_field("reason"));
                    }
                    ::core::result::Result::Ok(())
                }
            }
        }
    }
    #[automatically_derived]
    impl<'__de> __avrolane::AvroDecode<'__de> for Event {
        #[inline]
        fn decode(
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            let __index = __decoder.read_long()?;
            <Self as __avrolane::AvroDecode<'__de>>::decode_branch(__index, 0, __decoder)
        }
        fn decode_resolved(
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
            __plan: __avrolane::codec::PlanCursor<'_>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            let (__branch, __place) = __plan.union_branch()?;
            <Self as __avrolane::AvroDecode<
                '__de,
            >>::decode_branch_resolved(__branch, __decoder, __place)
        }
        #[inline]
        fn decode_branch(
            __index: ::core::primitive::i64,
            __first: ::core::primitive::i64,
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            match __index.wrapping_sub(__first) {
                0 => {
                    <Departure as __avrolane::AvroDecode<
                        '__de,
                        __avrolane::schema::Natural,
                    >>::decode(__decoder)
                        .map(Self::Departed)
                }
                1 => {
                    ::core::result::Result::Ok(Self::Cancelled {
                        reason: match <String as __avrolane::AvroDecode<
                            '__de,
                            __avrolane::schema::Natural,
                        >>::decode(__decoder) {
                            ::core::result::Result::Ok(__value) => __value,
                            ::core::result::Result::Err(__error) => {
                                return ::core::result::Result::Err(
                                    __error.in_field("reason"),
                                );
                            }
                        },
                    })
                }
                _ => {
                    ::core::result::Result::Err(
                        __avrolane::__private::invalid_branch(__decoder, __index),
                    )
                }
            }
        }
        fn decode_branch_resolved(
            __branch: ::core::primitive::u32,
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
            __plan: __avrolane::codec::PlanCursor<'_>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            match __branch {
                0 => {
                    __plan
                        .decode::<Departure, __avrolane::schema::Natural>(__decoder)
                        .map(Self::Departed)
                }
                1 => {
                    __avrolane::__private::decode_variant::<
                        __RecordOfCancelled,
                    >(
                        __decoder,
                        __plan,
                        |__decoder| ::core::result::Result::Ok(Self::Cancelled {
                            reason: match <String as __avrolane::AvroDecode<
                                '__de,
                                __avrolane::schema::Natural,
                            >>::decode(__decoder) {
                                ::core::result::Result::Ok(__value) => __value,
                                ::core::result::Result::Err(__error) => {
                                    return ::core::result::Result::Err(
                                        __error.in_field("reason"),
                                    );
                                }
                            },
                        }),
                    )
                }
                _ => ::core::result::Result::Err(__plan.incomplete()),
            }
        }
    }
    pub struct __FieldsOfCancelled<'__de>(
        (::core::option::Option<String>,),
        ::core::marker::PhantomData<fn() -> (&'__de (), __RecordOfCancelled)>,
    );
    impl<'__de> ::core::default::Default for __FieldsOfCancelled<'__de> {
        #[inline]
        fn default() -> Self {
            Self(::core::default::Default::default(), ::core::marker::PhantomData)
        }
    }
    #[automatically_derived]
    impl<'__de> __avrolane::__private::DecodeFields<'__de> for __RecordOfCancelled {
        type Value = Event;
        type Fields = __FieldsOfCancelled<'__de>;
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
                            .decode::<String, __avrolane::schema::Natural>(__decoder)
                        {
                            ::core::result::Result::Ok(__value) => __value,
                            ::core::result::Result::Err(__error) => {
                                return ::core::result::Result::Err(
                                    __error.in_field("reason"),
                                );
                            }
                        },
                    );
                }
                _ => __step.skip(__decoder)?,
            }
            ::core::result::Result::Ok(())
        }
        #[inline]
        fn finish(__fields: Self::Fields) -> ::core::option::Option<Self::Value> {
            ::core::option::Option::Some(Event::Cancelled {
                reason: __fields.0.0?,
            })
        }
    }
    __avrolane::__private::payload!(Event);
};
