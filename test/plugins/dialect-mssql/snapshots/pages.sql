-- a page with its counts
select (
  select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
  from (
    select t0.[id] as c0, t0.[id] as o0
    from [dbo].[telescopes] as t0
    where (t0.[status] = @p2 and convert(varbinary(8000), convert(nvarchar(4000), t0.[status])) = convert(varbinary(8000), convert(nvarchar(4000), @p2)))
    order by o0
    offset 0 rows fetch next 2 rows only
  ) as t0
  cross apply (
    select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
  ) as t0_r
), convert(nvarchar(20), (
  select count_big(*)
  from [dbo].[telescopes] as t1
)), convert(nvarchar(20), (
  select count_big(*)
  from [dbo].[telescopes] as t2
  where (t2.[status] = @p1 and convert(varbinary(8000), convert(nvarchar(4000), t2.[status])) = convert(varbinary(8000), convert(nvarchar(4000), @p1)))
));

-- an empty page with its counts
select (
  select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
  from (
    select t0.[id] as c0, t0.[id] as o0
    from [dbo].[telescopes] as t0
    where 1 = 0
  ) as t0
  cross apply (
    select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
  ) as t0_r
), convert(nvarchar(20), (
  select count_big(*)
  from [dbo].[telescopes] as t1
)), convert(nvarchar(20), (
  select count_big(*)
  from [dbo].[telescopes] as t2
  where (t2.[status] = @p1 and convert(varbinary(8000), convert(nvarchar(4000), t2.[status])) = convert(varbinary(8000), convert(nvarchar(4000), @p1)))
));

-- all from the second on
select l.j, m.m0, m.m1
from (
  select convert(nvarchar(20), (
    select count_big(*)
    from [dbo].[telescopes] as t1
  )) as m0, convert(nvarchar(20), (
    select count_big(*)
    from [dbo].[telescopes] as t2
  )) as m1
) as m
left join (
  select t0_r.j as j, row_number() over (order by t0.o0) as n
  from (
    select t0.[id] as c0, t0.[id] as o0
    from [dbo].[telescopes] as t0
    order by o0
    offset @p1 rows
  ) as t0
  cross apply (
    select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
  ) as t0_r
) as l on 1 = 1
order by l.n;

-- the third page
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  order by o0
  offset @p1 rows fetch next 2 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- a page without an order
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select t0.[cloud] as c0
  from [dbo].[weather] as t0
  order by (
    select null
  )
  offset 0 rows fetch next 2 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"cloud":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- all, counted, without an order
select l.j, m.m0, m.m1
from (
  select convert(nvarchar(20), (
    select count_big(*)
    from [dbo].[weather] as t1
  )) as m0, convert(nvarchar(20), (
    select count_big(*)
    from [dbo].[weather] as t2
  )) as m1
) as m
left join (
  select t0_r.j as j, row_number() over (order by (
    select null
  )) as n
  from [dbo].[weather] as t0
  cross apply (
    select concat(convert(nvarchar(max), N'{"cloud":'), isnull(convert(nvarchar(20), t0.[cloud]), N'null'), N'}') as j
  ) as t0_r
) as l on 1 = 1
order by l.n;

-- a name that the client chose
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[name] as c1, t0.[id] as o0
  from [dbo].[telescopes] as t0
  order by o0
  offset 0 rows fetch next 1 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"', replace(string_escape(convert(nvarchar(max), @p1), N'json') collate Latin1_General_100_BIN2, N'\/', N'/'), N'":', isnull(N'"' + replace(string_escape(convert(nvarchar(max), t0.c1), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') as j
) as t0_r;
