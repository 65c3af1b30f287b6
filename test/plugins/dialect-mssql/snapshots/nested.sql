-- a to-one relation as a key, and null where it leads nowhere
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[observatory_id] as c1, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where t0.[id] in (
    select v
    from openjson(@p1) with (v bigint '$')
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"observatory_id":', isnull(convert(nvarchar(20), t0.c1), N'null'), N'}') as j
) as t0_r;

-- a to-one relation as an object, and null where it leads nowhere
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[observatory_id] as c1, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where t0.[id] in (
    select v
    from openjson(@p1) with (v bigint '$')
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
left join [dbo].[observatories] as t1 on t1.[id] = t0.c1
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"observatory_id":', isnull(case when t1.[id] is not null then concat(convert(nvarchar(max), N'{"name":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t1.[name]), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N',"country":', isnull(N'"' + replace(string_escape(convert(nvarchar(max), t1.[country]), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') end, N'null'), N'}') as j
) as t0_r;

-- a to-many relation as keys, and an empty list
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"telescopes":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by t1.o0), N']')
    from (
      select t1.[id] as c0, t1.[id] as o0
      from [dbo].[telescopes] as t1
      where t1.[observatory_id] = t0.c0
      order by o0
      offset 0 rows fetch next 100 rows only
    ) as t1
    cross apply (
      select convert(nvarchar(max), convert(nvarchar(20), t1.c0)) as j
    ) as t1_r
  ), N'null'), N'}') as j
) as t0_r;

-- a composite key as text
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where t0.[id] in (
    select v
    from openjson(@p1) with (v bigint '$')
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"observations":'), isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by t1.o0, t1.o1), N']')
    from (
      select t1.[telescope_id] as c0, t1.[number] as c1, t1.[telescope_id] as o0, t1.[number] as o1
      from [dbo].[observations] as t1
      where t1.[telescope_id] = t0.c0
      order by o0, o1
      offset 0 rows fetch next 100 rows only
    ) as t1
    cross apply (
      select convert(nvarchar(max), N'"' + replace(string_escape(convert(nvarchar(max), convert(nvarchar(20), t1.c0) + N',' + convert(nvarchar(20), t1.c1)), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"') as j
    ) as t1_r
  ), N'null'), N',"crew":', isnull((
    select concat(N'[', string_agg(isnull(t2_r.j, N'null'), N',') within group (order by t2.o0, t2.o1), N']')
    from (
      select t2.[telescope_id] as c0, t2.[astronomer_id] as c1, t2.[telescope_id] as o0, t2.[astronomer_id] as o1
      from [dbo].[crew] as t2
      where t2.[telescope_id] = t0.c0
      order by o0, o1
      offset 0 rows fetch next 100 rows only
    ) as t2
    cross apply (
      select convert(nvarchar(max), N'"' + replace(string_escape(convert(nvarchar(max), convert(nvarchar(20), t2.c0) + N',' + convert(nvarchar(20), t2.c1)), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"') as j
    ) as t2_r
  ), N'null'), N'}') as j
) as t0_r;

-- a text key as it is
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0, t0.o1), N']')
from (
  select t0.[target] as c0, t0.[telescope_id] as o0, t0.[number] as o1
  from [dbo].[observations] as t0
  where t0.[telescope_id] = @p1
  order by o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
left join [dbo].[targets] as t1 on t1.[name] = t0.c0
cross apply (
  select concat(convert(nvarchar(max), N'{"target":'), isnull(case when t1.[name] is not null then concat(convert(nvarchar(max), N'{"name":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t1.[name]), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') end, N'null'), N'}') as j
) as t0_r;

-- through a junction
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[name] as c0, t0.[id] as c1, t0.[id] as o0
  from [dbo].[astronomers] as t0
  where t0.[id] <= @p1
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"name":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t0.c0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N',"crew":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by t1.o0, t1.o1), N']')
    from (
      select t1.[duty] as c0, t1.[telescope_id] as c1, t1.[telescope_id] as o0, t1.[astronomer_id] as o1
      from [dbo].[crew] as t1
      where t1.[astronomer_id] = t0.c1
      order by o0, o1
      offset 0 rows fetch next 100 rows only
    ) as t1
    left join [dbo].[telescopes] as t2 on t2.[id] = t1.c1
    cross apply (
      select concat(convert(nvarchar(max), N'{"duty":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t1.c0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N',"telescope_id":', isnull(case when t2.[id] is not null then concat(convert(nvarchar(max), N'{"name":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t2.[name]), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') end, N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N'}') as j
) as t0_r;

-- to itself, both ways
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[successor_id] as c1, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where t0.[id] in (
    select v
    from openjson(@p1) with (v bigint '$')
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
left join [dbo].[telescopes] as t1 on t1.[id] = t0.c1
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"successor_id":', isnull(case when t1.[id] is not null then concat(convert(nvarchar(max), N'{"name":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t1.[name]), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') end, N'null'), N',"telescopes":', isnull((
    select concat(N'[', string_agg(isnull(t2_r.j, N'null'), N',') within group (order by t2.o0), N']')
    from (
      select t2.[id] as c0, t2.[id] as o0
      from [dbo].[telescopes] as t2
      where t2.[successor_id] = t0.c0
      order by o0
      offset 0 rows fetch next 100 rows only
    ) as t2
    cross apply (
      select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t2.c0), N'null'), N'}') as j
    ) as t2_r
  ), N'null'), N'}') as j
) as t0_r;

-- two relations to one table
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  where t0.[id] <= @p1
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"astronomers_by_home_id":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by t1.o0), N']')
    from (
      select t1.[name] as c0, t1.[id] as o0
      from [dbo].[astronomers] as t1
      where t1.[home_id] = t0.c0
      order by o0
      offset 0 rows fetch next 100 rows only
    ) as t1
    cross apply (
      select concat(convert(nvarchar(max), N'{"name":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t1.c0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N',"astronomers_by_guest_id":', isnull((
    select concat(N'[', string_agg(isnull(t2_r.j, N'null'), N',') within group (order by t2.o0), N']')
    from (
      select t2.[name] as c0, t2.[id] as o0
      from [dbo].[astronomers] as t2
      where t2.[guest_id] = t0.c0
      order by o0
      offset 0 rows fetch next 100 rows only
    ) as t2
    cross apply (
      select concat(convert(nvarchar(max), N'{"name":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t2.c0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') as j
    ) as t2_r
  ), N'null'), N'}') as j
) as t0_r;

-- a composite foreign key, both ways
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[caption] as c0, t0.[telescope_id] as c1, t0.[number] as c2, t0.[id] as o0
  from [dbo].[images] as t0
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
left join [dbo].[observations] as t1 on (t1.[telescope_id] = t0.c1 and t1.[number] = t0.c2)
cross apply (
  select concat(convert(nvarchar(max), N'{"caption":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t0.c0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N',"telescope_id":', isnull(convert(nvarchar(20), t0.c1), N'null'), N',"observations":', isnull(case when t1.[telescope_id] is not null then concat(convert(nvarchar(max), N'{"seconds":'), isnull(convert(nvarchar(20), t1.[seconds]), N'null'), N',"images":', isnull((
    select concat(N'[', string_agg(isnull(t2_r.j, N'null'), N',') within group (order by t2.o0), N']')
    from (
      select t2.[caption] as c0, t2.[id] as o0
      from [dbo].[images] as t2
      where (t2.[telescope_id] = t1.[telescope_id] and t2.[number] = t1.[number])
      order by o0
      offset 0 rows fetch next 100 rows only
    ) as t2
    cross apply (
      select concat(convert(nvarchar(max), N'{"caption":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t2.c0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') as j
    ) as t2_r
  ), N'null'), N'}') end, N'null'), N'}') as j
) as t0_r;

-- five relations deep
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[name] as c0, t0.[id] as c1, t0.[id] as o0
  from [dbo].[observatories] as t0
  where t0.[id] = @p2
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"name":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t0.c0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N',"telescopes":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by t1.o0), N']')
    from (
      select t1.[id] as c0, t1.[id] as o0
      from [dbo].[telescopes] as t1
      where (t1.[observatory_id] = t0.c1 and t1.[id] = @p1)
      order by o0
      offset 0 rows fetch next 100 rows only
    ) as t1
    cross apply (
      select concat(convert(nvarchar(max), N'{"observations":'), isnull((
        select concat(N'[', string_agg(isnull(t2_r.j, N'null'), N',') within group (order by t2.o0, t2.o1), N']')
        from (
          select t2.[astronomer_id] as c0, t2.[telescope_id] as o0, t2.[number] as o1
          from [dbo].[observations] as t2
          where t2.[telescope_id] = t1.c0
          order by o0, o1
          offset 0 rows fetch next 1 rows only
        ) as t2
        left join [dbo].[astronomers] as t3 on t3.[id] = t2.c0
        cross apply (
          select concat(convert(nvarchar(max), N'{"astronomer_id":'), isnull(case when t3.[id] is not null then concat(convert(nvarchar(max), N'{"crew":'), isnull((
            select concat(N'[', string_agg(isnull(t4_r.j, N'null'), N',') within group (order by t4.o0, t4.o1), N']')
            from (
              select t4.[telescope_id] as c0, t4.[telescope_id] as o0, t4.[astronomer_id] as o1
              from [dbo].[crew] as t4
              where t4.[astronomer_id] = t3.[id]
              order by o0, o1
              offset 0 rows fetch next 100 rows only
            ) as t4
            left join [dbo].[telescopes] as t5 on t5.[id] = t4.c0
            left join [dbo].[telescopes] as t6 on t6.[id] = t5.[successor_id]
            cross apply (
              select concat(convert(nvarchar(max), N'{"telescope_id":'), isnull(case when t5.[id] is not null then concat(convert(nvarchar(max), N'{"successor_id":'), isnull(case when t6.[id] is not null then concat(convert(nvarchar(max), N'{"name":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t6.[name]), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') end, N'null'), N'}') end, N'null'), N'}') as j
            ) as t4_r
          ), N'null'), N'}') end, N'null'), N'}') as j
        ) as t2_r
      ), N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N'}') as j
) as t0_r;

-- values of every nested field as at the top
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  where t0.[id] = @p1
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"telescopes":'), isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by t1.o0), N']')
    from (
      select t1.[price] as c0, t1.[aperture] as c1, t1.[seen_at] as c2, t1.[plate] as c3, t1.[id] as o0
      from [dbo].[telescopes] as t1
      where t1.[observatory_id] = t0.c0
      order by o0
      offset 0 rows fetch next 100 rows only
    ) as t1
    cross apply (
      select concat(convert(nvarchar(max), N'{"price":'), isnull(N'"' + convert(nvarchar(20), t1.c0) + N'"', N'null'), N',"aperture":', isnull(N'"' + convert(nvarchar(41), t1.c1) + N'"', N'null'), N',"seen_at":', isnull(N'"' + stuff(convert(nvarchar(23), convert(datetime2(7), switchoffset(t1.c2, '+00:00')), 121), 11, 1, N'T') + N'Z' + N'"', N'null'), N',"plate":', isnull(case when t1.c3 is not null then concat(convert(nvarchar(max), N'{"type":"Buffer","data":['), (
        select string_agg(x.b, N',') within group (order by x.i)
        from (
          select p.i, convert(nvarchar(max), convert(tinyint, substring(t1.c3, p.i, 1))) as b
          from (
            select top (isnull(datalength(t1.c3), 0)) row_number() over (order by (
              select null
            )) as i
            from (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as a (n) cross join (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as b (n) cross join (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as c (n) cross join (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as d (n) cross join (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as e (n) cross join (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as f (n) cross join (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as g (n)
          ) as p
        ) as x
      ), N']}') end, N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N'}') as j
) as t0_r;

-- sorted, cut and filtered for each parent
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"telescopes":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by case when t1.o0 is null then 0 else 1 end, t1.o0 desc, t1.o1), N']')
    from (
      select *
      from (
        select t1.[id] as c0, t1.[built] as o0, t1.[id] as o1
        from [dbo].[telescopes] as t1
        where (t1.[observatory_id] = t0.c0 and not (t1.[status] = @p1 and convert(varbinary(8000), convert(nvarchar(4000), t1.[status])) = convert(varbinary(8000), convert(nvarchar(4000), @p1))))
      ) as t1
      order by case when o0 is null then 0 else 1 end, o0 desc, o1
      offset @p2 rows fetch next 2 rows only
    ) as t1
    cross apply (
      select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t1.c0), N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N'}') as j
) as t0_r;

-- nothing where none are asked for, groups too
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  where t0.[id] = @p3
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"telescopes":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by t1.o0), N']')
    from (
      select t1.[id] as c0, t1.[id] as o0
      from [dbo].[telescopes] as t1
      where 1 = 0
    ) as t1
    cross apply (
      select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t1.c0), N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N',"', replace(string_escape(convert(nvarchar(max), @p1), N'json') collate Latin1_General_100_BIN2, N'\/', N'/'), N'":', isnull((
    select concat(N'[', string_agg(isnull(t2_r.j, N'null'), N',') within group (order by case when t2.k0 is null then 1 else 0 end, t2.k0), N']')
    from (
      select min(k0) as k0, count_big(*) as a1
      from (
        select t2.[status] as k0
        from [dbo].[telescopes] as t2
        where t2.[observatory_id] = t0.c0
      ) as t2
      group by k0 collate Latin1_General_100_BIN2, datalength(k0)
      having 1 = 0
    ) as t2
    cross apply (
      select concat(convert(nvarchar(max), N'{"status":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t2.k0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N',"count":', isnull(N'"' + convert(nvarchar(20), t2.a1) + N'"', N'null'), N'}') as j
    ) as t2_r
  ), N'null'), N',"', replace(string_escape(convert(nvarchar(max), @p2), N'json') collate Latin1_General_100_BIN2, N'\/', N'/'), N'":', isnull((
    select concat(N'[', string_agg(isnull(t3_r.j, N'null'), N','), N']')
    from (
      select count_big(*) as a0
      from (
        select 1 as c0
        from [dbo].[telescopes] as t3
        where t3.[observatory_id] = t0.c0
      ) as t3
      having 1 = 0
    ) as t3
    cross apply (
      select concat(convert(nvarchar(max), N'{"count":'), isnull(N'"' + convert(nvarchar(20), t3.a0) + N'"', N'null'), N'}') as j
    ) as t3_r
  ), N'null'), N'}') as j
) as t0_r;

-- one group of all items of each parent, also of none
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"telescopes":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N','), N']')
    from (
      select count_big(*) as a0, count_big(t1.x1) as a1, max(t1.x2) as a2, sum(convert(decimal(38,0), t1.x3)) as a3
      from (
        select t1.[built] as x1, t1.[built] as x2, t1.[price] as x3
        from [dbo].[telescopes] as t1
        where t1.[observatory_id] = t0.c0
      ) as t1
      order by (
        select null
      )
      offset 0 rows fetch next 100 rows only
    ) as t1
    cross apply (
      select concat(convert(nvarchar(max), N'{"count":'), isnull(concat(convert(nvarchar(max), N'{"*":'), isnull(N'"' + convert(nvarchar(20), t1.a0) + N'"', N'null'), N',"built":', isnull(N'"' + convert(nvarchar(20), t1.a1) + N'"', N'null'), N'}'), N'null'), N',"max":', isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(convert(nvarchar(20), t1.a2), N'null'), N'}'), N'null'), N',"sum":', isnull(concat(convert(nvarchar(max), N'{"price":'), isnull(N'"' + convert(nvarchar(41), t1.a3) + N'"', N'null'), N'}'), N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N'}') as j
) as t0_r;

-- groups of nested items, sorted and cut for each parent
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"telescopes":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by case when t1.a1 is null then 0 else 1 end, t1.a1 desc, case when t1.k0 is null then 0 else 1 end, t1.k0 desc), N']')
    from (
      select *
      from (
        select min(k0) as k0, count_big(*) as a1
        from (
          select t1.[status] as k0
          from [dbo].[telescopes] as t1
          where t1.[observatory_id] = t0.c0
        ) as t1
        group by k0 collate Latin1_General_100_BIN2, datalength(k0)
      ) as t1
      order by case when a1 is null then 0 else 1 end, a1 desc, case when k0 is null then 0 else 1 end, k0 desc
      offset 0 rows fetch next 1 rows only
    ) as t1
    cross apply (
      select concat(convert(nvarchar(max), N'{"status":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t1.k0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N',"count":', isnull(N'"' + convert(nvarchar(20), t1.a1) + N'"', N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N'}') as j
) as t0_r;

-- sorted by what is looked up, and cut, for each parent
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"telescopes":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by t1.o0 desc, case when t1.o1 is null then 0 else 1 end, t1.o1 desc, t1.o2 desc), N']')
    from (
      select *
      from (
        select t1.[id] as c0, (
          select count_big(*)
          from [dbo].[crew] as t2
          where t2.[telescope_id] = t1.[id]
        ) as o0, (
          select min(t3.[seconds])
          from [dbo].[observations] as t3
          where t3.[telescope_id] = t1.[id]
        ) as o1, t1.[id] as o2
        from [dbo].[telescopes] as t1
        where t1.[observatory_id] = t0.c0
      ) as t1
      order by o0 desc, case when o1 is null then 0 else 1 end, o1 desc, o2 desc
      offset 0 rows fetch next 2 rows only
    ) as t1
    cross apply (
      select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t1.c0), N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N'}') as j
) as t0_r;

-- searched for each parent
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"telescopes":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by t1.o0), N']')
    from (
      select t1.[id] as c0, t1.[id] as o0
      from [dbo].[telescopes] as t1
      where (t1.[observatory_id] = t0.c0 and (lower(convert(nvarchar(max), t1.[name]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or lower(convert(nvarchar(max), t1.[nickname]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p2) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or lower(convert(nvarchar(max), t1.[status]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p3) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'))
      order by o0
      offset 0 rows fetch next 100 rows only
    ) as t1
    cross apply (
      select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t1.c0), N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N'}') as j
) as t0_r;

-- page by page for each parent
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"telescopes":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by t1.o0), N']')
    from (
      select t1.[id] as c0, t1.[id] as o0
      from [dbo].[telescopes] as t1
      where t1.[observatory_id] = t0.c0
      order by o0
      offset @p1 rows fetch next 2 rows only
    ) as t1
    cross apply (
      select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t1.c0), N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N'}') as j
) as t0_r;

-- a filter on a to-one relation makes it null
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[observatory_id] as c1, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where t0.[id] <= @p2
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
left join [dbo].[observatories] as t1 on (t1.[id] = t0.c1 and (t1.[country] = @p1 and convert(varbinary(8000), convert(nvarchar(4000), t1.[country])) = convert(varbinary(8000), convert(nvarchar(4000), @p1))))
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"observatory_id":', isnull(case when t1.[id] is not null then concat(convert(nvarchar(max), N'{"name":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t1.[name]), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') end, N'null'), N'}') as j
) as t0_r;

-- one relation twice, under two names
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  where t0.[id] = @p4
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"', replace(string_escape(convert(nvarchar(max), @p2), N'json') collate Latin1_General_100_BIN2, N'\/', N'/'), N'":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by t1.o0), N']')
    from (
      select t1.[id] as c0, t1.[id] as o0
      from [dbo].[telescopes] as t1
      where (t1.[observatory_id] = t0.c0 and t1.[built] < @p1)
      order by o0
      offset 0 rows fetch next 100 rows only
    ) as t1
    cross apply (
      select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t1.c0), N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N',"', replace(string_escape(convert(nvarchar(max), @p3), N'json') collate Latin1_General_100_BIN2, N'\/', N'/'), N'":', isnull((
    select concat(N'[', string_agg(isnull(t2_r.j, N'null'), N',') within group (order by case when t2.o0 is null then 0 else 1 end, t2.o0 desc, t2.o1), N']')
    from (
      select *
      from (
        select t2.[id] as c0, t2.[aperture] as o0, t2.[id] as o1
        from [dbo].[telescopes] as t2
        where t2.[observatory_id] = t0.c0
      ) as t2
      order by case when o0 is null then 0 else 1 end, o0 desc, o1
      offset 0 rows fetch next 1 rows only
    ) as t2
    cross apply (
      select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t2.c0), N'null'), N'}') as j
    ) as t2_r
  ), N'null'), N'}') as j
) as t0_r;

-- counts and parts of dates in nested items
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  where t0.[id] = @p1
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"telescopes_count":'), isnull(N'"' + convert(nvarchar(20), (
    select count_big(*)
    from [dbo].[telescopes] as t1
    where t1.[observatory_id] = t0.c0
  )) + N'"', N'null'), N',"telescopes":', isnull((
    select concat(N'[', string_agg(isnull(t2_r.j, N'null'), N',') within group (order by t2.o0), N']')
    from (
      select t2.[commissioned] as c0, t2.[id] as c1, t2.[id] as o0
      from [dbo].[telescopes] as t2
      where t2.[observatory_id] = t0.c0
      order by o0
      offset 0 rows fetch next 100 rows only
    ) as t2
    cross apply (
      select concat(convert(nvarchar(max), N'{"commissioned_year":'), isnull(convert(nvarchar(20), datepart(year, t2.c0)), N'null'), N',"crew_count":', isnull(N'"' + convert(nvarchar(20), (
        select count_big(*)
        from [dbo].[crew] as t3
        where t3.[telescope_id] = t2.c1
      )) + N'"', N'null'), N'}') as j
    ) as t2_r
  ), N'null'), N'}') as j
) as t0_r;

-- aggregates of nested items
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  where not t0.[id] = @p1
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N',"telescopes":', isnull((
    select concat(N'[', string_agg(isnull(t1_r.j, N'null'), N',') within group (order by case when t1.k0 is null then 1 else 0 end, t1.k0), N']')
    from (
      select *
      from (
        select min(k0) as k0, count_big(*) as a1, max(t1.x2) as a2
        from (
          select t1.[status] as k0, t1.[built] as x2
          from [dbo].[telescopes] as t1
          where t1.[observatory_id] = t0.c0
        ) as t1
        group by k0 collate Latin1_General_100_BIN2, datalength(k0)
      ) as t1
      order by case when k0 is null then 1 else 0 end, k0
      offset 0 rows fetch next 100 rows only
    ) as t1
    cross apply (
      select concat(convert(nvarchar(max), N'{"status":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t1.k0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N',"count":', isnull(N'"' + convert(nvarchar(20), t1.a1) + N'"', N'null'), N',"max":', isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(convert(nvarchar(20), t1.a2), N'null'), N'}'), N'null'), N'}') as j
    ) as t1_r
  ), N'null'), N'}') as j
) as t0_r;
